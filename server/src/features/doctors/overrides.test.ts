import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, pia } from '../../../tests/people.ts'
import { wallAt } from './zones.fixture.ts'

const dayMs = 86_400_000
const zone = 'Asia/Jerusalem'
type Override = { date: string; kind: 'add' | 'remove'; from?: string; to?: string; slotMinutes?: number }

describe('[F39] days that differ', () => {
  test('weekly hours with what is added and what is removed give exactly these slots, and what was removed cannot be booked', async () => {
    const clinic = await openClinic()
    const { set, slotsOn, date, monday, book } = await setUp(clinic)
    const free = date(1)
    const overrides: Override[] = [
      { date: monday, kind: 'remove', from: '09:40', to: '10:10' },
      { date: monday, kind: 'add', from: '14:00', to: '15:00', slotMinutes: 20 },
      { date: free, kind: 'add', from: '08:00', to: '09:00' },
    ]
    const set1 = await set(1, overrides)
    expect(set1).toMatchObject({ version: 2, overrides: [...overrides].sort(inOrder) })
    expect(await slotsOn(monday)).toEqual(['09:00', '10:30', '11:00', '11:30', '14:00', '14:20', '14:40'])
    expect(await slotsOn(free)).toEqual(['08:00', '08:30'])
    await expect(book(monday, '09:30', 30)).rejects.toMatchObject({ status: 422, code: 'OUTSIDE_HOURS' })
    expect((await book(monday, '14:20', 20)).status).toBe('booked')
    expect(await slotsOn(monday)).toEqual(['09:00', '10:30', '11:00', '11:30', '14:00', '14:40'])

    // Another grid in place of the day’s hours: the whole day is removed first.
    const instead: Override[] = [
      { date: monday, kind: 'remove' },
      { date: monday, kind: 'add', from: '09:00', to: '10:00', slotMinutes: 15 },
    ]
    expect((await set(2, instead)).overrides).toEqual(expect.arrayContaining(instead))
    expect(await slotsOn(monday)).toEqual(['09:00', '09:15', '09:30', '09:45'])
    expect(await slotsOn(free)).toEqual([])
  })

  test('stay as they are where only the weekly hours are set, and weekly hours that run into added time are refused', async () => {
    const clinic = await openClinic()
    const { ana, set, monday } = await setUp(clinic)
    const added: Override = { date: monday, kind: 'add', from: '14:00', to: '15:00' }
    await set(1, [added])
    const week = (to: string) => ({ timeZone: zone, weekly: [{ weekday: 1, from: '09:00', to, slotMinutes: 30 }] })
    const params = { id: 'me' }
    expect((await ana.setAvailability({ params, version: 2, body: week('14:00') })).overrides).toEqual([added])
    await expect(ana.setAvailability({ params, version: 3, body: week('14:30') })).rejects.toMatchObject({
      status: 400,
      errors: [{ field: 'weekly' }],
    })
    expect((await ana.readAvailability({ params })).version).toBe(3)
  })

  test('belong to one version with the hours: of all who set them at once one does, and nothing of the others is written', async () => {
    const clinic = await openClinic()
    const { set, monday, ana } = await setUp(clinic)
    const times = ['13', '14', '15', '16', '17'].map((hour): Override[] => [
      { date: monday, kind: 'add', from: `${hour}:00`, to: `${hour}:30` },
    ])
    const answers = await Promise.allSettled(times.map((overrides) => set(1, overrides)))
    const done = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    expect(done).toHaveLength(1)
    expect(await ana.readAvailability({ params: { id: 'me' } })).toEqual(done[0])
    await expect((await clinic.as(drIdan)).setAvailability(forAna(clinic, [], 2))).rejects.toMatchObject({ status: 404 })
    expect((await (await clinic.as(max)).setAvailability(forAna(clinic, [], 2))).overrides).toEqual([])
  })

  test('those that are past are told no more, and stay', async () => {
    const clinic = await openClinic()
    const { ana, set, monday } = await setUp(clinic)
    await set(1, [{ date: monday, kind: 'remove' }])
    const { doctorId, tenantId } = clinic.who(drAna)
    await clinic.sql(`update date_overrides set day = day - 400 where doctor_id = $1 and tenant_id = $2`, [doctorId, tenantId])
    expect((await ana.readAvailability({ params: { id: 'me' } })).overrides).toEqual([])
    await set(2, [])
    expect(await clinic.sql('select count(*)::integer as n from date_overrides')).toEqual([{ n: 1 }])
  })
})

describe('a day that differs is refused by its place and with its reason', () => {
  test.each<[string, Partial<Override>[], string]>([
    ['is past', [{ date: '2020-02-03' }], 'is past'],
    ['is of the next century', [{ date: '2101-01-03' }], 'lies more than 3 years ahead'],
    ['is none', [{ date: '2027-02-29' }], 'must'],
    ['adds without saying when', [{ kind: 'add' }], 'must say from when to when time is added'],
    ['ends before it begins', [{ kind: 'add', from: '15:00', to: '14:00' }], 'must begin before it ends'],
    ['has no room for one slot', [{ kind: 'add', from: '15:00', to: '15:20', slotMinutes: 25 }], 'is too short for one slot'],
    ['cuts what it takes away', [{ slotMinutes: 20 }], 'has no slots, since it takes time away'],
    ['adds over the week', [{ kind: 'add', from: '11:30', to: '13:00' }], 'overlaps the weekly hours, which are not removed on this day'],
    [
      'adds twice',
      [
        { kind: 'add', from: '14:00', to: '15:00' },
        { kind: 'add', from: '14:30', to: '16:00' },
      ],
      'overlaps another of the same day',
    ],
    ['removes twice', [{}, { from: '09:00', to: '10:00' }], 'overlaps another of the same day'],
  ])('where it %s', async (_, wrong, reason) => {
    const clinic = await openClinic()
    const { set, monday, ana } = await setUp(clinic)
    const overrides = wrong.map((one): Override => ({ date: monday, kind: 'remove', ...one }))
    await expect(set(1, overrides)).rejects.toMatchObject({
      status: 400,
      errors: [{ field: `overrides.${overrides.length - 1}${reason === 'must' ? '.date' : ''}`, reason: expect.stringContaining(reason) }],
    })
    expect((await ana.readAvailability({ params: { id: 'me' } })).version).toBe(1)
  })
})

const inOrder = (one: Override, other: Override) => (one.date + (one.from ?? '') < other.date + (other.from ?? '') ? -1 : 1)
const week = [{ weekday: 1, from: '09:00', to: '12:00', slotMinutes: 30 }]

function forAna(clinic: Clinic, overrides: Override[], version: number) {
  return { params: { id: clinic.who(drAna).doctorId ?? '' }, body: { timeZone: zone, weekly: week, overrides }, version }
}

/** Dr Ana works on Mondays from nine to twelve; `monday` is the one in a week or two, `date(n)` so many days after it. */
async function setUp(clinic: Clinic) {
  const [ana, patient] = [await clinic.as(drAna), await clinic.as(pia)]
  const id = clinic.who(drAna).doctorId ?? ''
  const now = clinic.clock.now().getTime()
  const isMonday = (ms: number) => new Date(ms).getUTCDay() === 1
  const at = [8, 9, 10, 11, 12, 13, 14].map((days) => now + days * dayMs).find(isMonday) ?? now
  const date = (days: number) => new Date(at + days * dayMs).toISOString().slice(0, 10)
  const around = { from: new Date(at - 2 * dayMs).toISOString(), to: new Date(at + 4 * dayMs).toISOString() }
  const slots = async () => (await patient.readSlots({ params: { id }, query: around })).items
  return {
    ana,
    date,
    monday: date(0),
    set: (version: number, overrides: Override[]) =>
      ana.setAvailability({ params: { id: 'me' }, body: { timeZone: zone, weekly: week, overrides }, version }),
    slotsOn: async (day: string) =>
      (await slots())
        .map(({ start }) => wallAt(Date.parse(start), zone))
        .filter((wall) => wall.startsWith(day))
        .map((wall) => wall.slice(11)),
    book: (day: string, time: string, minutes: number) => {
      const start =
        [...Array(72 * 12).keys()]
          .map((step) => Date.parse(`${day}T00:00:00Z`) - dayMs + step * 300_000)
          .find((ms) => wallAt(ms, zone) === `${day}T${time}`) ?? 0
      return patient.bookAppointment({
        body: { doctorId: id, start: new Date(start).toISOString(), end: new Date(start + minutes * 60_000).toISOString() },
      })
    },
  }
}

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drOtto, hanna, max, mira, pia, rita } from '../../../tests/people.ts'
import { closedTime } from './rules.ts'

const dayMs = 86_400_000

test('[F39 part] days on which the clinic is closed have no slots, from midnight to midnight of the organisation’s own zone, and cannot be booked', async () => {
  const clinic = await openClinic()
  const [admin, patient] = [await clinic.as(max), await clinic.as(pia)]
  const id = clinic.who(drAna).doctorId ?? ''
  const now = clinic.clock.now().getTime()
  const query = { from: new Date(now + dayMs).toISOString(), to: new Date(now + 12 * dayMs).toISOString() }
  const before = (await patient.readSlots({ params: { id }, query })).items
  const first = before[0] ?? { start: '', end: '' }
  const closed = dateOf(first.start)
  const visit = await patient.bookAppointment({ body: { doctorId: id, ...first } })
  const made = await admin.addHoliday({ body: { name: 'Founders’ Day', from: closed, until: closed } })
  expect(made).toEqual({ id: made.id, name: 'Founders’ Day', from: closed, until: closed, visits: 1 })
  const after = (await patient.readSlots({ params: { id }, query })).items
  expect(after).toEqual(before.filter(({ start }) => dateOf(start) !== closed))
  expect(after.length).toBeLessThan(before.length - 1)
  const { from, to } = closedTime({ from: closed, until: closed }, 'Asia/Jerusalem')
  const onDay = { from: new Date(Math.max(from.getTime(), now)).toISOString(), to: to.toISOString() }
  expect(await patient.readSlots({ params: { id }, query: onDay })).toEqual({ timeZone: 'Asia/Jerusalem', items: [], none: 'holiday' })
  const second = before[1] ?? first
  await expect(patient.bookAppointment({ body: { doctorId: id, ...second } })).rejects.toMatchObject({
    status: 422,
    code: 'OUTSIDE_HOURS',
    detail: 'The clinic is closed',
  })
  expect((await patient.readDoctor({ params: { id } })).firstFree).not.toBe(second.start)
  expect((await patient.readAppointment({ params: { id: visit.id } })).status).toBe('booked')
  await admin.removeHoliday({ params: { id: made.id } })
  expect((await patient.readSlots({ params: { id }, query })).items).toEqual(before.slice(1))
})

test('a closed day of another organisation closes nothing here, and is as absent as one that never was', async () => {
  const clinic = await openClinic()
  const [admin, other] = [await clinic.as(max), await clinic.as(mira)]
  const made = await admin.addHoliday({ body: { name: 'Here', from: '2099-01-01', until: '2099-01-01' } })
  expect((await other.listHolidays()).items).toEqual([])
  for (const id of [made.id, randomUUID()]) {
    await expect(other.removeHoliday({ params: { id } })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
  }
  await other.addHoliday({ body: { name: 'There', from: '2099-01-01', until: '2099-01-03' } })
  expect((await admin.listHolidays()).items.map(({ name }) => name)).toEqual(['Here'])
  expect((await (await clinic.as(hanna)).listHolidays()).items.map(({ name }) => name)).toEqual(['There'])
  const forTheirs = { from: '2099-01-01T00:00:00Z', to: '2099-01-02T00:00:00Z' }
  const slots = (await clinic.as(hanna)).readSlots({ params: { id: clinic.who(drOtto).doctorId ?? '' }, query: forTheirs })
  expect((await slots).none).toBe('beyond-horizon')
})

test('holidays are kept by who runs the organisation and seen by everybody who has to do with visits', async () => {
  const clinic = await openClinic()
  const { id } = await (await clinic.as(max)).addHoliday({ body: { name: 'New Year', from: '2099-01-01', until: '2099-01-02' } })
  for (const person of [pia, drAna, rita]) {
    const client = await clinic.as(person)
    expect(await client.listHolidays()).toEqual({
      timeZone: 'Asia/Jerusalem',
      items: [{ id, name: 'New Year', from: '2099-01-01', until: '2099-01-02' }],
    })
    await expect(client.addHoliday({ body: { name: 'x', from: '2099-02-01', until: '2099-02-01' } })).rejects.toMatchObject({ status: 403 })
    await expect(client.removeHoliday({ params: { id } })).rejects.toMatchObject({ status: 403 })
  }
  await expect((await clinic.as(aud)).listHolidays()).rejects.toMatchObject({ status: 403 })
})

test.each([
  ['until', 'reversed', '2099-01-02', '2099-01-01'],
  ['until', 'over', '2020-01-01', '2020-01-01'],
  ['until', 'a century long', '2030-01-01', '2130-01-01'],
  ['until', 'a year long', '2030-01-01', '2031-01-02'],
  ['from', 'on a day that is none', '2099-02-30', '2099-03-01'],
  ['from', 'of a year that no calendar shows', '0001-01-01', '2099-03-01'],
])('days are refused by %s where they are %s', async (field, _, from, until) => {
  const clinic = await openClinic()
  const made = (await clinic.as(max)).addHoliday({ body: { name: 'x', from, until } })
  await expect(made).rejects.toMatchObject({ status: 400, errors: [{ field }] })
})

test('of all who close the same days at once, one does; the others are told that they overlap', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const spans = [
    ['2099-01-01', '2099-01-05'],
    ['2099-01-05', '2099-01-05'],
    ['2098-12-30', '2099-01-09'],
    ['2099-01-03', '2099-01-05'],
  ] as const
  const answers = await Promise.allSettled(spans.map(([from, until]) => admin.addHoliday({ body: { name: 'x', from, until } })))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const answer of answers) {
    if (answer.status === 'rejected')
      expect(answer.reason).toMatchObject({ status: 400, errors: [{ field: 'from', reason: 'overlaps another holiday' }] })
  }
})

function dateOf(instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jerusalem' }).format(new Date(instant))
}

import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, paul, pia, rita } from '../../../tests/people.ts'
import { occurrencesOf } from './series-rules.ts'
import { doctorOf, freeTimes, outcomes, patientOf } from './visits.fixture.ts'

const week = 7 * 86_400_000

describe('[F48] a series', () => {
  test('books every visit at once, each as one of its own that can be cancelled alone', async () => {
    const clinic = await openClinic()
    const { client, body } = await course(clinic)
    const { items, leftOut } = await client.bookSeries({ body })
    expect([items.length, leftOut]).toEqual([5, []])
    expect(items.map(({ start }) => hourOf(start))).toEqual(Array(5).fill(hourOf(body.start)))
    const [one, two] = items
    await client.cancelAppointment({ params: { id: one?.id ?? '' }, body: { reason: 'other' } })
    expect((await client.readAppointment({ params: { id: two?.id ?? '' } })).status).toBe('booked')
    expect(await clinic.events('series.booked')).toMatchObject([
      {
        outcome: 'allowed',
        resource_type: 'series',
        patient_ids: [patientOf(clinic, pia)],
        rule: 'reception:appointment.book:organisation',
      },
    ])
    const open = await clinic.sql(`select from care_relations where source = 'appointment' and ended_at is null and made_by is not null`)
    expect(open).toHaveLength(4)
  })

  test('holds every visit to the rules and names each that cannot be booked, and why; nothing of it is booked', async () => {
    const clinic = await openClinic()
    const { client, body, at } = await course(clinic)
    const [taken, held] = [at(1), at(3)]
    await client.bookAppointment({ body: { doctorId: body.doctorId, ...taken, patientId: patientOf(clinic, paul) } })
    await (await clinic.as(paul)).holdSlot({ body: { doctorId: body.doctorId, ...held } })
    const day = at(2).start.slice(0, 10)
    await (await clinic.as(max)).addHoliday({ body: { name: 'Closed', from: day, until: day } })
    const [before] = await count(clinic)
    await expect(client.bookSeries({ body })).rejects.toMatchObject({
      status: 409,
      code: 'SERIES_CONFLICTS',
      errors: [
        { field: taken.start, reason: 'SLOT_TAKEN' },
        { field: at(2).start, reason: 'OUTSIDE_HOURS' },
        { field: held.start, reason: 'SLOT_TAKEN' },
      ],
    })
    expect(await count(clinic)).toEqual([before])

    const send = () => client.bookSeries({ body: { ...body, leaveOut: true } }, { idempotencyKey: 'leave-out' })
    const { items, leftOut } = await send()
    expect(items.map(({ start }) => start)).toEqual([at(0).start, at(4).start])
    expect(leftOut.map(({ start, code }) => [start, code])).toEqual([
      [taken.start, 'SLOT_TAKEN'],
      [at(2).start, 'OUTSIDE_HOURS'],
      [held.start, 'SLOT_TAKEN'],
    ])
    expect(await send()).toEqual({ items, leftOut })
  })

  test('sent again under its key is the same series; of several that want the same times at once one is booked, and no visit of another', async () => {
    const clinic = await openClinic()
    const { client, body } = await course(clinic)
    const [one, again] = await Promise.all([1, 2].map(() => client.bookSeries({ body }, { idempotencyKey: 'k' })))
    expect(again).toEqual(one)
    await expect(client.bookSeries({ body: { ...body, count: 4 } }, { idempotencyKey: 'k' })).rejects.toMatchObject({ status: 422 })
    const other = { ...body, doctorId: doctorOf(clinic, drIdan) }
    const free = (await freeTimes(clinic, pia, drIdan))[2] ?? { start: '', end: '' }
    const office = await clinic.as(max)
    const calls = [client, office, client, office].map((by) =>
      by.bookSeries({ body: { ...other, start: free.start, end: free.end, count: 3 } }),
    )
    expect(await outcomes(calls)).toEqual({ done: 1, refused: { SERIES_CONFLICTS: 3 } })
    expect((await clinic.sql('select from appointments where series_id is not null')).length).toBe(8)
  })

  test('is for staff, of bounded length, with a room in all its visits and a reason that sets hours aside', async () => {
    const clinic = await openClinic()
    const { client, body, at } = await course(clinic)
    await expect((await clinic.as(pia)).bookSeries({ body })).rejects.toMatchObject({ status: 403 })
    await expect((await clinic.as(drAna)).bookSeries({ body })).rejects.toMatchObject({ status: 404 })
    await expect(client.bookSeries({ body: { ...body, everyDays: 100, count: 5 } })).rejects.toMatchObject({ errors: [{ field: 'count' }] })
    await expect(client.bookSeries({ body: { ...body, count: 53 } })).rejects.toMatchObject({ status: 400 })
    const { id: roomId } = await (await clinic.as(max)).addRoom({ body: { name: 'Room 1' } })
    const room = { doctorId: doctorOf(clinic, drIdan), patientId: patientOf(clinic, paul), roomId, override: { reason: 'The room is his' } }
    await client.bookAppointment({ body: { ...room, ...at(1) } })
    await expect(client.bookSeries({ body: { ...body, roomId } })).rejects.toMatchObject({ errors: [{ field: at(1).start }] })
    const night = { start: `${at(0).start.slice(0, 10)}T22:00:00.000Z`, end: `${at(0).start.slice(0, 10)}T22:30:00.000Z` }
    const { items } = await client.bookSeries({ body: { ...body, ...night, roomId, override: { reason: 'A sleep course' } } })
    expect(items.map(({ room: of, override }) => [of?.id, override?.reason])).toEqual(Array(5).fill([roomId, 'A sleep course']))
  })

  test('keeps the time of day on the wall clock across both clock changes, and has no time that a clock jumps over', () => {
    const of = (text: string) => ({ start: new Date(text), end: new Date(new Date(text).getTime() + 1_800_000) })
    const shown = (text: string, zone: string, days: number, times: number) =>
      occurrencesOf(of(text), zone, days, times).map(({ start, exists }) => `${start.toISOString().slice(0, 16)}${exists ? '' : ' never'}`)
    expect(shown('2026-03-20T08:00:00Z', 'Europe/Berlin', 7, 3)).toEqual(['2026-03-20T08:00', '2026-03-27T08:00', '2026-04-03T07:00'])
    expect(shown('2026-10-20T07:00:00Z', 'Europe/Berlin', 7, 2)).toEqual(['2026-10-20T07:00', '2026-10-27T08:00'])
    expect(shown('2026-03-28T01:30:00Z', 'Europe/Berlin', 1, 3)).toEqual(['2026-03-28T01:30', '2026-03-29T01:30 never', '2026-03-30T00:30'])
  })
})

/** Five weeks of a free time of Dr Ana's, asked for by reception for Pia. */
async function course(clinic: Clinic) {
  const client = await clinic.as(rita)
  const [, , time] = await freeTimes(clinic)
  if (time === undefined) throw new Error('the cast has hours on six days a week')
  const { start, end, doctorId } = time
  const body = { doctorId, start, end, patientId: patientOf(clinic, pia), everyDays: 7, count: 5 }
  const zoned = occurrencesOf({ start: new Date(start), end: new Date(end) }, 'Asia/Jerusalem', 7, 5)
  const at = (place: number) => {
    const one = zoned[place] ?? { start: new Date(new Date(start).getTime() + place * week), end: new Date(end) }
    return { start: one.start.toISOString(), end: one.end.toISOString() }
  }
  return { client, body, at }
}

function hourOf(instant: string): string {
  return new Date(instant).toLocaleTimeString('en-GB', { timeZone: 'Asia/Jerusalem' })
}

function count(clinic: Clinic) {
  return clinic.sql('select (select count(*) from appointments)::integer as visits, (select count(*) from occupancies)::integer as taken')
}

import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { call, consultation } from '../visit-types/visit-types.fixture.ts'
import { doctorOf, freeTime, freeTimes, outcomes, patientOf } from './visits.fixture.ts'

type Time = { doctorId: string; start: string; end: string }
const later = (text: string, minutes: number) => new Date(new Date(text).getTime() + minutes * 60_000).toISOString()

describe('[F45] a kind of visit binds whoever books it', () => {
  test('what is kept free around it is taken from everybody, and back when it is cancelled', async () => {
    const clinic = await openClinic()
    const kind = await offered(clinic, { ...call, minutes: 30, bufferAfter: 15, bufferBefore: 15 })
    const [, , time, next] = await day(clinic)
    const visit = await book(clinic, pia, time, { visitTypeId: kind.id })
    expect(visit.visitType).toEqual({ id: kind.id, name: kind.name })
    expect([next.start, later(next.end, -60)]).toEqual([time.end, time.start])
    for (const wanted of [next, { ...time, start: later(time.start, -30), end: time.start }]) {
      await expect(book(clinic, paul, wanted)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
      await expect((await clinic.as(paul)).holdSlot({ body: wanted })).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
      expect((await freeTimes(clinic, paul)).map(({ start }) => start)).not.toContain(wanted.start)
    }
    await (await clinic.as(pia)).cancelAppointment({ params: { id: visit.id }, body: { reason: 'other' } })
    await book(clinic, paul, next)
  })

  test('its length, notice and horizon hold at booking, at holding and at moving', async () => {
    const clinic = await openClinic()
    const kind = await offered(clinic, { ...consultation, minutes: 30, bufferAfter: 0, noticeMinutes: 3 * 1440, horizonDays: 7 })
    const times = await freeTimes(clinic)
    const now = clinic.clock.now().getTime()
    const ahead = (days: number) => times.find(({ start }) => new Date(start).getTime() > now + days * 86_400_000) ?? times[0]
    const [soon, good, far] = [ahead(1), ahead(4), ahead(8)]
    if (!soon || !good || !far) throw new Error('the cast has hours on six days a week')
    const visitTypeId = kind.id
    const client = await clinic.as(pia)
    const visit = await book(clinic, pia, good, { visitTypeId })
    for (const [time, code] of [
      [soon, 'TOO_SOON'],
      [far, 'BEYOND_HORIZON'],
    ] as const) {
      await expect(book(clinic, pia, time, { visitTypeId })).rejects.toMatchObject({ status: 422, code })
      await expect(book(clinic, rita, time, { visitTypeId, patientId: patientOf(clinic, paul) })).rejects.toMatchObject({ code })
      await expect(client.holdSlot({ body: { ...time, visitTypeId } })).rejects.toMatchObject({ code })
      const { start, end } = time
      await expect(client.rescheduleAppointment({ params: { id: visit.id }, body: { start, end } })).rejects.toMatchObject({ code })
    }
    const half = { ...good, end: later(good.start, 15) }
    await expect(book(clinic, paul, half, { visitTypeId })).rejects.toMatchObject({ code: 'OUTSIDE_HOURS' })
  })

  test('its daily cap holds also among those who book, convert holds and move visits at once', async () => {
    const clinic = await openClinic()
    const kind = await offered(clinic, { ...call, minutes: 30, dailyCap: 3 })
    const visitTypeId = kind.id
    const times = await day(clinic)
    const [elsewhere] = (await freeTimes(clinic)).filter(({ start }) => start.slice(0, 10) > times[0].start.slice(0, 10))
    const moving = await book(clinic, paul, elsewhere ?? times[0], { visitTypeId })
    const held = await (await clinic.as(rita)).holdSlot({ body: { ...(times[7] ?? times[0]), visitTypeId } })
    const patientId = patientOf(clinic, paul)
    const calls = [
      ...times.slice(0, 6).map((time, place) => book(clinic, [pia, paul][place % 2] ?? pia, time, { visitTypeId })),
      (await clinic.as(rita)).bookAppointment({ body: { holdId: held.id, patientId } }),
      (await clinic.as(paul)).rescheduleAppointment({
        params: { id: moving.id },
        body: { start: times[6]?.start ?? '', end: times[6]?.end ?? '' },
      }),
    ]
    expect(await outcomes(calls)).toEqual({ done: 3, refused: { DAY_FULL: 5 } })
    const standing = await clinic.sql(
      `select count(*)::integer as n from appointments where visit_type_id = $1 and status = 'booked' and starts_at::date = $2::date`,
      [visitTypeId, times[0].start],
    )
    expect(standing).toEqual([{ n: 3 }])
  })
})

test('[F45 part] what somebody holds counts to the cap of its day for everybody else, until it is given back or over', async () => {
  const clinic = await openClinic()
  const kind = await offered(clinic, { ...call, minutes: 30, dailyCap: 1 })
  const [first, second, third] = await day(clinic)
  const desk = await clinic.as(rita)
  const hold = () => desk.holdSlot({ body: { ...first, visitTypeId: kind.id } })
  const bookBeside = (time: Time) => book(clinic, pia, time, { visitTypeId: kind.id })
  const { id } = await hold()
  await expect(bookBeside(second)).rejects.toMatchObject({ code: 'DAY_FULL' })
  await expect((await clinic.as(pia)).holdSlot({ body: { ...second, visitTypeId: kind.id } })).rejects.toMatchObject({ code: 'DAY_FULL' })
  await desk.releaseHold({ params: { id } })
  const visit = await bookBeside(second)
  await (await clinic.as(pia)).cancelAppointment({ params: { id: visit.id }, body: { reason: 'other' } })
  await hold()
  await expect(bookBeside(third)).rejects.toMatchObject({ code: 'DAY_FULL' })
  clinic.clock.pass(301)
  await (await clinic.as(pia)).bookAppointment({ body: { ...third, visitTypeId: kind.id } })
})

describe('[F47] doctor and room are booked together or not at all', () => {
  test('a room that is taken by another doctor’s visit leaves nothing taken of this one’s time', async () => {
    const clinic = await openClinic()
    const { id: roomId } = await (await clinic.as(max)).addRoom({ body: { name: 'Room 1' } })
    const [ana, idan] = await same(clinic)
    const desk = await clinic.as(rita)
    const body = { ...ana, patientId: patientOf(clinic, pia), roomId }
    expect((await desk.bookAppointment({ body })).room).toEqual({ id: roomId, name: 'Room 1' })
    const other = { ...idan, patientId: patientOf(clinic, paul) }
    await expect(desk.bookAppointment({ body: { ...other, roomId } })).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
    await expect(desk.holdSlot({ body: { ...idan, roomId } })).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
    expect((await freeTimes(clinic, paul, drIdan)).map(({ start }) => start)).toContain(idan.start)
    expect((await desk.bookAppointment({ body: other })).room).toBeUndefined()
  })

  test('of two doctors’ visits that ask for one room at once one gets it, and the room goes with a visit that is moved or cancelled', async () => {
    const clinic = await openClinic()
    const { id: roomId } = await (await clinic.as(max)).addRoom({ body: { name: 'Room 1' } })
    const [ana, idan] = await same(clinic)
    const desk = await clinic.as(rita)
    const [first, second] = [patientOf(clinic, pia), patientOf(clinic, paul)]
    const calls = [1, 2, 3, 4].flatMap(() => [
      desk.bookAppointment({ body: { ...ana, patientId: first, roomId } }),
      desk.bookAppointment({ body: { ...idan, patientId: second, roomId } }),
    ])
    expect(await outcomes(calls)).toEqual({ done: 1, refused: { SLOT_TAKEN: 7 } })
    expect(await clinic.sql('select from occupancies where resource_id = $1', [roomId])).toHaveLength(1)

    const [{ id } = { id: '' }] = (await desk.listAppointments({ query: { from: ana.start, to: ana.end } })).items
    const { doctor } = await desk.readAppointment({ params: { id } })
    const free = (await freeTimes(clinic, pia, doctor.id === doctorOf(clinic, drAna) ? drAna : drIdan)).at(-1) ?? ana
    const moved = await desk.rescheduleAppointment({ params: { id }, body: { start: free.start, end: free.end } })
    expect(moved.room?.id).toBe(roomId)
    expect(await clinic.sql('select starts_at from occupancies where resource_id = $1', [roomId])).toEqual([
      { starts_at: new Date(free.start) },
    ])
    await desk.cancelAppointment({ params: { id: moved.id }, body: { reason: 'other' } })
    expect(await clinic.sql('select from occupancies where resource_id = $1', [roomId])).toEqual([])
  })

  test('rooms are run by the office: named once, taken out of use, and no patient’s to choose', async () => {
    const clinic = await openClinic()
    const office = await clinic.as(max)
    const room = await office.addRoom({ body: { name: 'Room 1' } })
    await expect(office.addRoom({ body: { name: 'Room 1' } })).rejects.toMatchObject({ status: 409, code: 'ROOM_EXISTS' })
    const closed = await office.changeRoom({ params: { id: room.id }, version: 1, body: { name: 'Room 1', active: false } })
    expect(closed).toEqual({ id: room.id, name: 'Room 1', active: false, version: 2 })
    await expect(office.changeRoom({ params: { id: room.id }, version: 1, body: { name: 'X', active: true } })).rejects.toMatchObject({
      status: 412,
    })
    expect(await (await clinic.as(rita)).listRooms()).toEqual({ items: [closed], can: [] })
    await expect((await clinic.as(rita)).addRoom({ body: { name: 'Room 2' } })).rejects.toMatchObject({ status: 403 })
    const time = await freeTime(clinic)
    await expect(book(clinic, pia, time, { roomId: room.id })).rejects.toMatchObject({ status: 403 })
    await expect(book(clinic, rita, time, { roomId: room.id, patientId: patientOf(clinic, pia) })).rejects.toMatchObject({ status: 404 })
    await expect((await clinic.as(drOtto)).listRooms()).resolves.toEqual({ items: [], can: [] })
  })
})

describe('[F46] staff set hours and capacity aside with a reason', () => {
  test('which stands under seal with the visit, is told to staff alone, and whose rule the event names', async () => {
    const clinic = await openClinic()
    const night = await offHours(clinic)
    const body = { ...night, patientId: patientOf(clinic, pia), reason: 'a fever' }
    const desk = await clinic.as(rita)
    await expect(desk.bookAppointment({ body })).rejects.toMatchObject({ code: 'OUTSIDE_HOURS' })
    const visit = await desk.bookAppointment({ body: { ...body, override: { reason: 'Came by marzipan ambulance' } } })
    expect(visit).toMatchObject({ start: night.start, override: { reason: 'Came by marzipan ambulance' } })
    const shown = async (person: Person) => (await clinic.as(person)).readAppointment({ params: { id: visit.id } })
    expect([(await shown(drAna)).override, (await shown(pia)).override]).toEqual([visit.override, undefined])
    expect(await clinic.events('appointment.booked')).toMatchObject([
      { outcome: 'failed', reason: 'OUTSIDE_HOURS' },
      { outcome: 'allowed', resource_id: visit.id, rule: 'reception:appointment.override:organisation' },
    ])
    const [row] = await clinic.sql(`select a::text as text, encode(a.details, 'escape') as details from appointments a where id = $1`, [
      visit.id,
    ])
    expect(JSON.stringify(row)).not.toContain('marzipan')
  })

  test('and by no reason a time that is taken, over or unbounded', async () => {
    const clinic = await openClinic()
    const night = await offHours(clinic)
    const override = { reason: 'An emergency' }
    const patientId = patientOf(clinic, pia)
    const at = (start: string, end: string) => book(clinic, max, { ...night, start, end }, { patientId, override })
    await at(night.start, night.end)
    await expect(at(later(night.start, 10), later(night.end, 10))).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
    await expect(at(later(night.start, -20 * 1440), later(night.end, -20 * 1440))).rejects.toMatchObject({ code: 'TOO_SOON' })
    await expect(at(later(night.start, 900 * 1440), later(night.end, 900 * 1440))).rejects.toMatchObject({ code: 'BEYOND_HORIZON' })
    await expect(at(night.end, night.start)).rejects.toMatchObject({ code: 'OUTSIDE_HOURS' })
    await expect(at(night.end, later(night.end, 100 * 365 * 1440))).rejects.toMatchObject({ code: 'OUTSIDE_HOURS' })
  })

  test('past a daily cap, and a doctor in their own calendar; patients never', async () => {
    const clinic = await openClinic()
    const kind = await offered(clinic, { ...call, minutes: 30, dailyCap: 1 })
    const [first, second, third] = await day(clinic)
    const override = { reason: 'An emergency' }
    const visit = await book(clinic, pia, first, { visitTypeId: kind.id })
    await expect(book(clinic, paul, second, { visitTypeId: kind.id })).rejects.toMatchObject({ status: 409, code: 'DAY_FULL' })
    await expect(book(clinic, paul, second, { visitTypeId: kind.id, override })).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' })
    await book(clinic, rita, second, { visitTypeId: kind.id, override, patientId: patientOf(clinic, paul) })
    const night = await offHours(clinic)
    const { start, end } = night
    const params = { id: visit.id }
    await expect((await clinic.as(pia)).rescheduleAppointment({ params, body: { start, end, override } })).rejects.toMatchObject({
      status: 403,
    })
    expect(await (await clinic.as(drAna)).rescheduleAppointment({ params, body: { start, end, override } })).toMatchObject({
      override,
      start,
    })
    expect(await clinic.events('appointment.rescheduled')).toMatchObject([
      { outcome: 'denied' },
      { rule: 'doctor:appointment.override:schedule' },
    ])
    expect(third.start > second.start).toBe(true)
  })
})

async function offered(clinic: Clinic, kind: typeof call | typeof consultation | Record<string, unknown>) {
  return (await clinic.as(max)).addVisitType({ body: { ...call, ...kind } })
}

async function book(clinic: Clinic, by: Person, { doctorId, start, end }: Time, more: Record<string, unknown> = {}) {
  return (await clinic.as(by)).bookAppointment({ body: { doctorId, start, end, ...more } })
}

/** The free times of one whole day of Dr Ana's. */
async function day(clinic: Clinic): Promise<[Time, Time, Time, Time, ...Time[]]> {
  const byDay = Map.groupBy(await freeTimes(clinic), ({ start }) => start.slice(0, 10))
  const [one, two, three, four, ...more] = [...byDay.values()].find((times) => times.length > 8) ?? []
  if (!one || !two || !three || !four) throw new Error('the cast has hours on six days a week')
  return [one, two, three, four, ...more]
}

/** A time at which both Dr Ana and Dr Idan are free. */
async function same(clinic: Clinic): Promise<[Time, Time]> {
  const others = await freeTimes(clinic, pia, drIdan)
  for (const time of await freeTimes(clinic)) {
    const other = others.find(({ start, end }) => start === time.start && end === time.end)
    if (other) return [time, other]
  }
  throw new Error('they work together')
}

/** Half an hour at night, some days ahead. */
async function offHours(clinic: Clinic): Promise<Time> {
  const { doctorId, start } = await freeTime(clinic)
  const night = `${later(start, 3 * 1440).slice(0, 10)}T22:10:00.000Z`
  return { doctorId, start: night, end: later(night, 30) }
}

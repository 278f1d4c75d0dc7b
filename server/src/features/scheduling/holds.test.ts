import { randomUUID } from 'node:crypto'
import { holdLimits } from '@wardkeep/contract/holds.ts'
import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, paul, pia, rita } from '../../../tests/people.ts'
import { booked, freeTime, freeTimes, outcomes, patientOf } from './visits.fixture.ts'

const { atOnce, perHour } = holdLimits
/** As an organisation has it that sets nothing else. */
const seconds = 300

describe('[F42] a held time', () => {
  test('is kept from everybody else, for holding and for booking, and is shown as taken to all but its holder', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const held = await (await clinic.as(pia)).holdSlot({ body: time })
    expect(Object.keys(held)).toEqual(['id', 'expiresAt', 'seconds'])
    const lasts = new Date(held.expiresAt).getTime() - clinic.clock.now().getTime()
    expect(lasts).toBeLessThanOrEqual(seconds * 1000)
    expect(lasts).toBeGreaterThan(seconds * 1000 - 20_000)

    const taken = { status: 409, code: 'SLOT_TAKEN' }
    await expect((await clinic.as(paul)).holdSlot({ body: time })).rejects.toMatchObject(taken)
    await expect((await clinic.as(paul)).bookAppointment({ body: time })).rejects.toMatchObject(taken)
    const forPia = { ...time, patientId: patientOf(clinic, pia) }
    await expect((await clinic.as(rita)).bookAppointment({ body: forPia })).rejects.toMatchObject(taken)
    const starts = async (reader: typeof pia) => (await freeTimes(clinic, reader)).map(({ start }) => start)
    expect(await starts(paul)).not.toContain(time.start)
    expect(await starts(pia)).toContain(time.start)
    expect(await clinic.events('hold.made')).toMatchObject([
      { outcome: 'allowed', resource_type: 'hold', resource_id: held.id, rule: 'patient:appointment.hold:own' },
      { outcome: 'failed', reason: 'SLOT_TAKEN' },
    ])
  })

  test('expires by itself, with no worker: before its end the others wait, from then on it is anybody’s and no more its holder’s', async () => {
    const clinic = await openClinic()
    const [, , , time] = await freeTimes(clinic)
    if (time === undefined) throw new Error('the cast has hours on six days a week')
    const { id: holdId } = await (await clinic.as(pia)).holdSlot({ body: time })
    clinic.clock.pass(seconds - 30)
    await expect((await clinic.as(paul)).bookAppointment({ body: time })).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    clinic.clock.pass(30)
    expect((await freeTimes(clinic, paul)).map(({ start }) => start)).toContain(time.start)
    await expect((await clinic.as(pia)).bookAppointment({ body: { holdId } })).rejects.toMatchObject({ status: 409, code: 'HOLD_EXPIRED' })
    expect((await (await clinic.as(paul)).bookAppointment({ body: time })).start).toBe(time.start)
    await expect((await clinic.as(pia)).bookAppointment({ body: { holdId } })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
  })

  test('becomes a visit by the hand of its holder alone; to others the hold does not exist', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const holder = await clinic.as(pia)
    const { id: holdId } = await holder.holdSlot({ body: time })
    const notThere = { status: 409, code: 'HOLD_EXPIRED' }
    await expect((await clinic.as(paul)).bookAppointment({ body: { holdId } })).rejects.toMatchObject(notThere)
    const patientId = patientOf(clinic, pia)
    await expect((await clinic.as(rita)).bookAppointment({ body: { holdId, patientId } })).rejects.toMatchObject(notThere)
    await expect((await clinic.as(paul)).bookAppointment({ body: { holdId: randomUUID() } })).rejects.toMatchObject(notThere)
    for (const person of [paul, rita]) {
      await expect((await clinic.as(person)).releaseHold({ params: { id: holdId } })).rejects.toMatchObject({ status: 404 })
    }
    expect(await holder.bookAppointment({ body: { holdId, reason: 'a cough' } })).toMatchObject({ ...at(time), reason: 'a cough' })
    await expect(holder.bookAppointment({ body: { holdId } })).rejects.toMatchObject(notThere)
    await expect(holder.releaseHold({ params: { id: holdId } })).rejects.toMatchObject({ status: 404 })
    expect(await taking(clinic)).toEqual([{ held: false }])
  })

  test('is given back at once by its holder', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const { id } = await (await clinic.as(pia)).holdSlot({ body: time })
    await (await clinic.as(pia)).releaseHold({ params: { id } })
    await expect((await clinic.as(pia)).releaseHold({ params: { id } })).rejects.toMatchObject({ status: 404 })
    await (await clinic.as(paul)).bookAppointment({ body: time })
  })

  test('stands in nobody’s own way: its holder books or holds the time anew without naming it', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const holder = await clinic.as(pia)
    const first = await holder.holdSlot({ body: time })
    const second = await holder.holdSlot({ body: time })
    expect(second.id).not.toBe(first.id)
    await expect(holder.bookAppointment({ body: { holdId: first.id } })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
    expect((await holder.bookAppointment({ body: time })).start).toBe(time.start)
    expect(await taking(clinic)).toEqual([{ held: false }])
  })

  test('is of a free slot: what cannot be booked cannot be held', async () => {
    const clinic = await openClinic()
    const [time, second] = await freeTimes(clinic)
    if (time === undefined || second === undefined) throw new Error('the cast has hours on six days a week')
    const holder = await clinic.as(pia)
    await booked(clinic, paul)
    await expect(holder.holdSlot({ body: time })).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    await expect(holder.holdSlot({ body: { ...second, end: time.start } })).rejects.toMatchObject({ code: 'OUTSIDE_HOURS' })
    await expect(holder.holdSlot({ body: { ...second, doctorId: randomUUID() } })).rejects.toMatchObject({ status: 404 })
    await expect((await clinic.as(drOtto)).holdSlot({ body: second })).rejects.toMatchObject({ status: 403 })
    await expect((await clinic.as(drAna)).holdSlot({ body: second })).rejects.toMatchObject({ status: 403 })
    const both = { ...second, holdId: randomUUID() }
    await expect(holder.bookAppointment({ body: both })).rejects.toMatchObject({ status: 400, errors: [{ field: 'holdId' }] })
    const { start, end } = second
    await expect(holder.bookAppointment({ body: { start, end } })).rejects.toMatchObject({ status: 400, errors: [{ field: 'doctorId' }] })
  })

  test('is one for all who ask at once, and a visit or nothing for who converts it while it is given back', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const people = await Promise.all([pia, paul, rita].map((person) => clinic.as(person)))
    const calls = Array.from({ length: 24 }, (_, place) => people[place % 3]?.holdSlot({ body: time }) ?? Promise.resolve())
    const { refused } = await outcomes(calls)
    expect(Object.keys(refused)).toEqual(['SLOT_TAKEN'])
    expect(await taking(clinic)).toEqual([{ held: true }])
    await clinic.sql('delete from occupancies')
    const [holder] = people
    const { id: holdId } = (await holder?.holdSlot({ body: time })) ?? { id: '' }
    const racers = [1, 2, 3, 4].flatMap(() => [
      holder?.bookAppointment({ body: { holdId } }) ?? Promise.resolve(),
      holder?.releaseHold({ params: { id: holdId } }) ?? Promise.resolve(),
    ])
    const { done } = await outcomes(racers)
    const visits = await clinic.sql('select from appointments where booked_by is not null')
    expect([done, visits.length, (await taking(clinic)).length]).toEqual([1, visits.length, visits.length])
  })

  test('sent again under its key is the same hold, and with another time it is refused', async () => {
    const clinic = await openClinic()
    const [first, second] = await freeTimes(clinic)
    const holder = await clinic.as(pia)
    const ask = (body: typeof first = second) =>
      holder.holdSlot({ body: body ?? { doctorId: '', start: '', end: '' } }, { idempotencyKey: 'k' })
    const held = await ask(first)
    expect(await ask(first)).toMatchObject({ id: held.id, expiresAt: held.expiresAt })
    await expect(ask(second)).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
  })
})

describe('[T38 part] holds keep no calendar from others', () => {
  test('since one person has few of them at a time, also when they ask for all at once', async () => {
    const clinic = await openClinic()
    const times = (await freeTimes(clinic)).slice(0, 12)
    const holder = await clinic.as(pia)
    const asked = await outcomes(times.map((time) => holder.holdSlot({ body: time })))
    expect(asked).toEqual({ done: atOnce, refused: { TOO_MANY_HOLDS: times.length - atOnce } })
    clinic.clock.pass(seconds)
    await (await clinic.as(pia)).holdSlot({ body: times[0] ?? { doctorId: '', start: '', end: '' } })
  })

  test('and makes few in an hour, however soon they are given back', async () => {
    const clinic = await openClinic()
    const [, , , time] = await freeTimes(clinic)
    if (time === undefined) throw new Error('the cast has hours on six days a week')
    const holder = await clinic.as(pia)
    for (let made = 0; made < perHour; made += 1) {
      const { id } = await holder.holdSlot({ body: time })
      await holder.releaseHold({ params: { id } })
    }
    await expect(holder.holdSlot({ body: time })).rejects.toMatchObject({ status: 429, code: 'TOO_MANY_HOLDS' })
    await (await clinic.as(paul)).holdSlot({ body: time })
    clinic.clock.pass(3600)
    await (await clinic.as(pia)).holdSlot({ body: time })
  })

  test('[T38 part] a clock that is put back revives no hold that somebody has taken over', async () => {
    const clinic = await openClinic()
    const [, , , time] = await freeTimes(clinic)
    if (time === undefined) throw new Error('the cast has hours on six days a week')
    const { id: holdId } = await (await clinic.as(pia)).holdSlot({ body: time })
    clinic.clock.pass(seconds + 1)
    await (await clinic.as(paul)).bookAppointment({ body: time })
    clinic.clock.pass(-60)
    await expect((await clinic.as(pia)).bookAppointment({ body: { holdId } })).rejects.toMatchObject({ code: 'HOLD_EXPIRED' })
  })
})

describe('[T24 part] underneath, the database', () => {
  test('takes no visit whose time is not taken, and frees no time of a visit that stands', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic, paul, drIdan)
    await expect(clinic.sql('delete from occupancies where holder_id = $1', [visit.id])).rejects.toThrow(/takes_its_doctor/)
    const loose = `insert into appointments (tenant_id, id, patient_id, doctor_id, during, details, booked_at)
      select tenant_id, $2, patient_id, doctor_id, tstzrange(now(), now() + interval '1 hour'), details, now() from appointments where id = $1`
    await expect(clinic.sql(loose, [visit.id, randomUUID()])).rejects.toThrow(/takes_its_doctor/)
  })
})

function at({ start, end }: { start: string; end: string }) {
  return { start, end }
}

/** What is taken beside the visits that were in the books from the start. */
function taking(clinic: Clinic) {
  return clinic.sql(
    `select held_until is not null as held from occupancies o
     where not exists (select from appointments a where a.id = o.holder_id and a.booked_by is null)`,
  )
}

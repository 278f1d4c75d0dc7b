import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { booked, doctorOf, freeTimes, outcomes, patientOf } from '../scheduling/visits.fixture.ts'
import { call } from '../visit-types/visit-types.fixture.ts'
import { cancel, entryOf, moved, visitOfAnother, type Wish, wait } from './waitlist.fixture.ts'

test('[F49] a cancelled time is kept for the first in line for half an hour, by mail and in the app, and then for the next', async () => {
  const clinic = await openClinic()
  const visit = await visitOfAnother(clinic)
  const first = await wait(clinic, paul)
  await wait(clinic, pia)
  await cancel(clinic, rita, visit.id)
  expect(await entryOf(clinic, paul)).toMatchObject({
    id: first.id,
    state: 'offered',
    offer: { start: visit.start, end: visit.end, doctor: { displayName: drAna.displayName } },
    can: ['accept', 'decline', 'leave'],
  })
  expect(await entryOf(clinic, pia)).toMatchObject({ state: 'waiting', can: ['leave'] })
  const [mail] = (await (await clinic.as(paul)).listMailbox({ query: {} })).items
  expect(mail).toMatchObject({ template: 'waitlist-offer', to: paul.email, link: '/waitlist' })
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Ana|Levi|Novák|General|\d{2}:\d{2}:|T\d\d:/)
  for (const other of [pia, paul, rita]) {
    expect((await freeTimes(clinic, other)).map(({ start }) => start)).not.toContain(visit.start)
  }
  const body = { doctorId: visit.doctor.id, start: visit.start, end: visit.end }
  await expect((await clinic.as(pia)).bookAppointment({ body })).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
  clinic.clock.pass(30 * 60)
  expect(await entryOf(clinic, paul)).toMatchObject({ state: 'waiting' })
  await expect((await clinic.as(paul)).acceptOffer({ params: { id: first.id }, body: {} })).rejects.toMatchObject({ code: 'OFFER_OVER' })
  await expect((await clinic.as(pia)).bookAppointment({ body })).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  expect(await moved(clinic)).toBe(1)
  expect(await entryOf(clinic, pia)).toMatchObject({ state: 'offered', offer: { start: visit.start } })
  expect((await clinic.events('waitlist.offered')).map((event) => event.patient_ids)).toEqual([
    [patientOf(clinic, paul)],
    [patientOf(clinic, pia)],
  ])
  expect(await clinic.events('waitlist.lapsed')).toMatchObject([{ actor_role: 'system', patient_ids: [patientOf(clinic, paul)] }])
})

test('[F49] with no process to move the line, an offer that is over still books nothing, and a minute later the time is anybody’s', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  const { id } = await wait(clinic, paul)
  await cancel(clinic, pia, visit.id)
  clinic.clock.pass(31 * 60)
  await expect((await clinic.as(paul)).acceptOffer({ params: { id }, body: {} })).rejects.toMatchObject({ code: 'OFFER_OVER' })
  const body = { doctorId: visit.doctor.id, start: visit.start, end: visit.end }
  expect(await (await clinic.as(pia)).bookAppointment({ body })).toMatchObject({ status: 'booked' })
})

test('[F49] accepting books the time, once for however many accept at once, and ends the waiting', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const visit = await booked(clinic)
  const { id } = await wait(clinic, paul)
  await cancel(clinic, pia, visit.id)
  const [one, desk] = await Promise.all([clinic.as(paul), clinic.as(rita)])
  const calls = [one, desk, one, desk, one].map((client) => client.acceptOffer({ params: { id }, body: {} }))
  expect(await outcomes(calls)).toEqual({ done: 1, refused: { WAITING_OVER: 4 } })
  const { items } = await one.listAppointments({ query: {} })
  expect(items.filter(({ status }) => status === 'booked')).toMatchObject([{ start: visit.start, doctor: { id: visit.doctor.id } }])
  expect((await one.listWaitlist({ query: {} })).items).toEqual([])
  expect(await (await clinic.as(drAna)).readPatient({ params: { id: patientOf(clinic, paul) } })).toMatchObject({ relation: 'assigned' })
  expect(await moved(clinic)).toBe(0)
})

test('[F49] declining and leaving move on at once: who declined is not asked again for that time and keeps their place', async () => {
  const clinic = await openClinic()
  const visit = await visitOfAnother(clinic)
  const [first, next] = [await wait(clinic, paul), await wait(clinic, pia)]
  await cancel(clinic, rita, visit.id)
  await (await clinic.as(paul)).declineOffer({ params: { id: first.id }, body: {} })
  expect(await entryOf(clinic, pia)).toMatchObject({ state: 'offered', offer: { start: visit.start } })
  await (await clinic.as(pia)).leaveWaitlist({ params: { id: next.id }, body: {} })
  expect(await entryOf(clinic, paul)).toMatchObject({ id: first.id, state: 'waiting' })
  expect((await freeTimes(clinic)).map(({ start }) => start)).toContain(visit.start)
  const again = await (await clinic.as(pia)).bookAppointment({ body: { doctorId: visit.doctor.id, start: visit.start, end: visit.end } })
  await cancel(clinic, pia, again.id)
  expect(await entryOf(clinic, paul)).toMatchObject({ state: 'waiting' })
})

test.each([
  ['another doctor', { doctor: drIdan }],
  ['another specialty', { specialty: 'Dermatology' }],
  ['another language', { language: 'ru' }],
  ['other days', { from: '+40', until: '+50' }],
  ['another weekday', { weekday: 3 }],
  ['another part of the day', { part: true }],
] as const)('nobody is offered what they do not wait for: %s', async (_, wanted) => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  const start = new Date(visit.start)
  const day = (text: string) => new Date(clinic.clock.now().getTime() + Number(text) * 86_400_000).toISOString().slice(0, 10)
  const wall = new Date(start.toLocaleString('sv-SE', { timeZone: 'Asia/Jerusalem' }))
  await (await clinic.as(paul)).joinWaitlist({
    body: {
      ...('doctor' in wanted ? { doctorId: doctorOf(clinic, wanted.doctor) } : {}),
      ...('specialty' in wanted ? { specialty: wanted.specialty } : {}),
      ...('language' in wanted ? { language: wanted.language } : {}),
      ...('from' in wanted ? { doctorId: visit.doctor.id, from: day(wanted.from), until: day(wanted.until) } : {}),
      ...('weekday' in wanted ? { doctorId: visit.doctor.id, weekdays: [((wall.getDay() + wanted.weekday) % 7) + 1] } : {}),
      ...('part' in wanted
        ? { doctorId: visit.doctor.id, part: wall.getHours() < 12 ? ('afternoon' as const) : ('morning' as const) }
        : {}),
    },
  })
  await cancel(clinic, pia, visit.id)
  expect(await entryOf(clinic, paul)).toMatchObject({ state: 'waiting' })
  await wait(clinic, paul, { specialty: 'general PRACTICE', language: 'EN' })
  const again = await (await clinic.as(pia)).bookAppointment({ body: { doctorId: visit.doctor.id, start: visit.start, end: visit.end } })
  await cancel(clinic, pia, again.id)
  expect((await (await clinic.as(paul)).listWaitlist({ query: {} })).items.map(({ state }) => state)).toEqual(['waiting', 'offered'])
})

test('who gave the time up is not offered it, nor who has a visit then, nor anybody while the doctor is away', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  await wait(clinic, pia)
  await wait(clinic, paul)
  const idan = { doctorId: doctorOf(clinic, drIdan), start: visit.start, end: visit.end }
  await (await clinic.as(paul)).bookAppointment({ body: idan })
  await cancel(clinic, pia, visit.id)
  expect(await clinic.sql('select id from waitlist_offers')).toEqual([])
  const again = await booked(clinic, pia)
  await (await clinic.as(max)).setVacation({ params: { id: visit.doctor.id }, version: 1, body: { active: true } })
  await cancel(clinic, pia, again.id)
  expect(await clinic.sql('select id from waitlist_offers')).toEqual([])
})

test('a request is refused with its reason: nothing asked, days that passed or run backwards, twice for one doctor, more than ten', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(paul)
  const doctorId = doctorOf(clinic, drAna)
  const fieldOf = async (body: Wish & { patientId?: string }) =>
    patient.joinWaitlist({ body }).then(
      () => undefined,
      (cause) => cause.errors?.[0]?.field ?? cause.code,
    )
  expect(await fieldOf({})).toBe('doctorId')
  expect(await fieldOf({ doctorId, until: '2020-01-01', from: '2019-01-01' })).toBe('until')
  expect(await fieldOf({ doctorId, from: '2030-01-02', until: '2030-01-01' })).toBe('until')
  expect(await fieldOf({ doctorId, until: '2199-01-01' })).toBe('until')
  expect(await fieldOf({ doctorId, weekdays: [] })).toBe('weekdays')
  expect(await fieldOf({ doctorId: doctorOf(clinic, drOtto) })).toBe('NOT_FOUND')
  expect(await fieldOf({ doctorId, patientId: patientOf(clinic, pia) })).toBe('NOT_FOUND')
  expect(await fieldOf({ doctorId })).toBeUndefined()
  expect(await fieldOf({ doctorId })).toBe('ALREADY_WAITING')
  const crowd = await outcomes(Array.from({ length: 12 }, (_, n) => patient.joinWaitlist({ body: { specialty: `S${n}` } })))
  expect(crowd).toEqual({ done: 9, refused: { ALREADY_WAITING: 3 } })
})

test('reception sees the whole line in its order, a patient their own alone, and nobody of another organisation any of it', async () => {
  const clinic = await openClinic()
  const [one, two] = [await wait(clinic, paul), await wait(clinic, pia)]
  expect((await (await clinic.as(rita)).listWaitlist({ query: {} })).items.map(({ id }) => id)).toEqual([one.id, two.id])
  expect((await (await clinic.as(pia)).listWaitlist({ query: {} })).items).toMatchObject([
    { id: two.id, patient: { displayName: pia.displayName } },
  ])
  await expect((await clinic.as(pia)).listWaitlist({ query: { patientId: patientOf(clinic, paul) } })).rejects.toMatchObject({
    status: 404,
  })
  for (const person of [pia, hanna]) {
    await expect((await clinic.as(person)).leaveWaitlist({ params: { id: one.id }, body: {} })).rejects.toMatchObject({ status: 404 })
  }
  await expect((await clinic.as(drAna)).listWaitlist({ query: {} })).rejects.toMatchObject({ status: 403 })
  const { tenantId: tenant, userId: user } = clinic.who(pia)
  const context = { tenant, user, role: 'patient', patient: patientOf(clinic, pia), now: clinic.clock.now().toISOString() }
  expect(await clinic.sqlAsApp(context, 'select id from waitlist_entries')).toEqual([{ id: two.id }])
  const [row] = await clinic.sql('select wish from waitlist_entries where id = $1', [one.id])
  expect(String(row?.wish)).not.toMatch(/weekdays|General/)
})

test('of many processes that find an offer over, one passes it on', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const visit = await visitOfAnother(clinic)
  await wait(clinic, paul)
  await wait(clinic, pia)
  await cancel(clinic, rita, visit.id)
  clinic.clock.pass(30 * 60)
  const rounds = await Promise.all([1, 2, 3, 4].map(() => moved(clinic)))
  expect(rounds.sort()).toEqual([0, 0, 0, 1])
  expect(await clinic.sql(`select outcome from waitlist_offers order by id`)).toEqual([{ outcome: 'lapsed' }, { outcome: null }])
})

test('[F49 part] who waits for a kind of visit is offered as much time as it takes, with what it keeps free around it, and is passed over where it does not fit', async () => {
  const clinic = await openClinic()
  const office = await clinic.as(max)
  const short = await office.addVisitType({ body: { ...call, bufferAfter: 10 } })
  const long = await office.addVisitType({ body: { ...call, name: 'Long', minutes: 90 } })
  const visit = await visitOfAnother(clinic)
  const doctorId = doctorOf(clinic, drAna)
  await wait(clinic, pia, { doctorId, visitTypeId: long.id })
  const { id, visitType } = await wait(clinic, paul, { doctorId, visitTypeId: short.id })
  expect(visitType).toEqual({ id: short.id, name: short.name })
  await cancel(clinic, rita, visit.id)
  const after = (minutes: number) => new Date(Date.parse(visit.start) + minutes * 60_000)
  expect(await entryOf(clinic, pia)).toMatchObject({ state: 'waiting', visitType: { name: 'Long' } })
  expect(await entryOf(clinic, paul)).toMatchObject({ offer: { start: visit.start, end: after(15).toISOString() } })
  const taken = () => clinic.sql('select ends_at from occupancies where starts_at = $1', [visit.start])
  expect(await taken()).toEqual([{ ends_at: after(25) }])
  const booked = await (await clinic.as(paul)).acceptOffer({ params: { id }, body: {} })
  expect(booked).toMatchObject({ start: visit.start, end: after(15).toISOString(), visitType })
  expect(await taken()).toEqual([{ ends_at: after(25) }])
  const elsewhere = { doctorId, visitTypeId: '01890000-0000-7000-8000-000000000000' }
  await expect(wait(clinic, paul, elsewhere)).rejects.toMatchObject({ status: 404 })
})

test('[F49 part] who waited for days that have passed leaves the line by the clock, once for however many processes look, with an event', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const today = clinic.clock.now().toISOString().slice(0, 10)
  const doctorId = doctorOf(clinic, drAna)
  const { id } = await wait(clinic, paul, { doctorId, until: today })
  const { id: longer } = await wait(clinic, pia)
  const endings = async () => (await clinic.sql('select ending from waitlist_entries order by asked_at, id')).map(({ ending }) => ending)
  await moved(clinic)
  expect(await endings()).toEqual([null, null])
  clinic.clock.pass(36 * 3600)
  expect((await (await clinic.as(paul)).listWaitlist({ query: {} })).items).toEqual([])
  await Promise.all([1, 2, 3, 4].map(() => moved(clinic)))
  expect(await endings()).toEqual(['over', null])
  expect(await clinic.events('waitlist.over')).toMatchObject([
    { actor_role: 'system', rule: 'system:waitlist:days-passed', patient_ids: [patientOf(clinic, paul)], resource_id: id },
  ])
  expect((await (await clinic.as(rita)).listWaitlist({ query: {} })).items.map((entry) => entry.id)).toEqual([longer])
  await expect((await clinic.as(paul)).leaveWaitlist({ params: { id }, body: {} })).rejects.toMatchObject({ code: 'WAITING_OVER' })
  await wait(clinic, paul)
})

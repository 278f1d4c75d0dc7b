import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { tokenOf } from '../../../tests/stage.ts'
import { booked, freeTimes, patientOf } from '../scheduling/visits.fixture.ts'
import { feedLimits } from './window-rules.ts'

const reason = 'Canary-Reason about the thyroid'

test('[F51] a visit’s file and feed keep one UID, raise SEQUENCE, say CANCEL and CANCELLED once it is cancelled, are private and hold no name, reason or specialty', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic, pia, drAna, { reason })
  const patient = await clinic.as(pia)
  const url = (await patient.makeCalendarFeed()).url
  const first = { file: await patient.readCalendarFile({ params: { id: visit.id } }), feed: await textAt(clinic, url) }
  await patient.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request', note: 'Canary-Note' } })
  const then = { file: await patient.readCalendarFile({ params: { id: visit.id } }), feed: await textAt(clinic, url) }

  for (const kind of ['file', 'feed'] as const) {
    const [before, after] = [eventOf(first[kind], visit.id), eventOf(then[kind], visit.id)]
    expect(before).toMatchObject({ status: 'CONFIRMED', class: 'PRIVATE', start: visit.start, end: visit.end })
    expect(after).toMatchObject({ status: 'CANCELLED', class: 'PRIVATE', start: visit.start })
    expect(after.sequence).toBeGreaterThan(before.sequence)
    const said = first[kind] + then[kind]
    expect(said).not.toMatch(/Canary|Malley|כהן|Levi|Ana|Harbour/i)
    const doctor = await patient.readDoctor({ params: { id: visit.doctor.id } })
    for (const specialty of doctor.specialties) expect(said.toLowerCase()).not.toContain(specialty.toLowerCase())
  }
  expect(first.file).toContain('METHOD:PUBLISH')
  expect(then.file).toContain('METHOD:CANCEL')
  expect((await ask(clinic, url)).headers.get('content-type')).toBe('text/calendar; charset=utf-8')
})

test('[F51] a feed’s address is 256 random bits and shown once; a new one, its end, a disabled, closed or suspended owner each make the old one lead nowhere', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(paul)
  const { url } = await patient.makeCalendarFeed()
  expect(Buffer.from(tokenOf(url), 'base64url')).toHaveLength(32)
  expect(JSON.stringify(await patient.readCalendarFeed())).not.toContain(tokenOf(url))
  expect(await patient.readCalendarFeed()).toEqual({ feed: { madeAt: expect.any(String) } })
  const [row] = await clinic.sql('select calendar_feeds::text as kept from calendar_feeds')
  expect(String(row?.kept)).not.toContain(tokenOf(url))
  expect(await statusAt(clinic, url)).toBe(200)

  const second = (await patient.makeCalendarFeed()).url
  expect([await statusAt(clinic, url), await statusAt(clinic, second)]).toEqual([404, 200])
  await patient.endCalendarFeed()
  expect(await statusAt(clinic, second)).toBe(404)
  expect(await patient.readCalendarFeed()).toEqual({})

  const third = (await patient.makeCalendarFeed()).url
  const runs = await clinic.as(max)
  const params = { id: clinic.who(paul).userId }
  await clinic.sql('update organisations set active = false where tenant_id = $1', [clinic.who(paul).tenantId])
  expect(await statusAt(clinic, third)).toBe(404)
  await clinic.sql('update organisations set active = true where tenant_id = $1', [clinic.who(paul).tenantId])
  expect(await statusAt(clinic, third)).toBe(200)
  await runs.updateUser({ params, body: { active: false } })
  expect(await statusAt(clinic, third)).toBe(404)
  await runs.updateUser({ params, body: { active: true } })
  expect(await statusAt(clinic, third), 'who comes back makes a new one').toBe(404)

  const hers = await (await clinic.as(pia)).makeCalendarFeed()
  await (await clinic.as(pia)).closeAccount({ body: { email: pia.email } })
  expect(await statusAt(clinic, hers.url)).toBe(404)
  expect(await clinic.sql('select * from calendar_feeds')).toEqual([])
})

test('[F51 part][F53 part] a feed holds its owner’s visits alone, of a doctor those of their calendar, from thirty days ago on', async () => {
  const clinic = await openClinic()
  await clinic.sql('delete from care_relations')
  await clinic.sql('delete from appointments')
  const slots = await freeTimes(clinic)
  const take = async (person: Person, doctor: Person, place: number) => {
    const free = doctor === drAna ? slots[place] : (await freeTimes(clinic, person, doctor))[place]
    if (!free) throw new Error('the cast has hours')
    return (await (await clinic.as(person)).bookAppointment({ body: free })).id
  }
  const visits = { piaAna: await take(pia, drAna, 0), paulAna: await take(paul, drAna, 1), paulIdan: await take(paul, drIdan, 2) }
  await take(hanna, drOtto, 0)
  const held = async (person: Person) => idsIn(await textAt(clinic, (await (await clinic.as(person)).makeCalendarFeed()).url))
  expect(await held(pia)).toEqual([visits.piaAna])
  expect((await held(paul)).toSorted()).toEqual([visits.paulAna, visits.paulIdan].toSorted())
  expect((await held(drAna)).toSorted()).toEqual([visits.piaAna, visits.paulAna].toSorted())
  for (const person of [rita, aud, max])
    await expect((await clinic.as(person)).makeCalendarFeed()).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' })

  const { url } = await (await clinic.as(pia)).makeCalendarFeed()
  clinic.clock.pass(20 * 86_400)
  expect(idsIn(await textAt(clinic, url))).toEqual([visits.piaAna])
  clinic.clock.pass((feedLimits.daysBack + 20) * 86_400)
  expect(idsIn(await textAt(clinic, url))).toEqual([])
})

test('[F51 part] each reading is an event that names the owner and the patients; an address that leads nowhere leaves a denial that names nobody', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  const { url } = await (await clinic.as(pia)).makeCalendarFeed()
  await textAt(clinic, url)
  const { userId } = clinic.who(pia)
  const [event] = await clinic.events('calendar.read')
  expect(event).toMatchObject({
    outcome: 'allowed',
    actor_id: userId,
    actor_role: 'patient',
    resource_id: userId,
    rule: 'public:calendar-feed',
  })
  expect(event?.patient_ids).toEqual([patientOf(clinic, pia)])
  expect(event?.fields).toEqual(['schedule'])
  const log = await (await clinic.as(pia)).readAccessLog({ params: { id: visit.patient.id }, query: {} })
  expect(log.items[0]).toMatchObject({ who: { name: pia.displayName } })

  expect(await statusAt(clinic, url.replace(tokenOf(url), 'A'.repeat(43)))).toBe(404)
  const [, denied] = await clinic.events('calendar.read')
  expect(denied).toMatchObject({ outcome: 'denied', reason: 'NOT_FOUND', actor_id: null, resource_id: null })
})

test('addresses are tried no faster than passwords, and the file of another’s visit is as absent as one of nothing', async () => {
  const clinic = await openClinic({ floods: { door: 5, public: 1000, unrecognised: 1000 } })
  const visit = await booked(clinic)
  for (const person of [paul, drIdan, drOtto, hanna])
    await expect((await clinic.as(person)).readCalendarFile({ params: { id: visit.id } })).rejects.toMatchObject({ status: 404 })
  clinic.clock.pass(120)
  const tried = await Promise.all(
    Array.from({ length: 8 }, (_, n) => statusAt(clinic, `http://localhost/api/calendar/${'x'.repeat(40)}${n}.ics`)),
  )
  expect(tried.toSorted()).toEqual([404, 404, 404, 404, 404, 429, 429, 429])
})

/** The address as a calendar asks it: the app of this test stands elsewhere than its public address says. */
function ask(clinic: Clinic, url: string): Promise<Response> {
  return fetch(clinic.url + new URL(url).pathname)
}

async function textAt(clinic: Clinic, url: string): Promise<string> {
  const answer = await ask(clinic, url)
  expect(answer.status).toBe(200)
  return answer.text()
}

async function statusAt(clinic: Clinic, url: string): Promise<number> {
  return (await ask(clinic, url)).status
}

function componentsIn(text: string) {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
}

function idsIn(text: string): unknown[] {
  return componentsIn(text).map((one) => one.getFirstPropertyValue('uid'))
}

function eventOf(text: string, id: string) {
  const found = componentsIn(text).find((one) => one.getFirstPropertyValue('uid') === id)
  if (found === undefined) throw new Error('the visit is not in the calendar')
  const { startDate, endDate, sequence } = new ICAL.Event(found)
  const said = (name: string) => found.getFirstPropertyValue(name)
  const at = (time: ICAL.Time) => time.toJSDate().toISOString()
  return { status: said('status'), class: said('class'), sequence, start: at(startDate), end: at(endDate) }
}

// What others have shows in nothing that somebody is told: the same questions are answered to the letter alike before and after.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { question } from '../src/features/cases/cases.fixture.ts'
import { note } from '../src/features/records/records.fixture.ts'
import { freeTimes } from '../src/features/scheduling/visits.fixture.ts'
import { consultation } from '../src/features/visit-types/visit-types.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { cast, drAna, drIdan, drOtto, hanna, max, mira, type Person, paul, pia } from './people.ts'

/** Every endpoint that lists, counts, searches or exports: what is read and names no single thing. */
const asked = Object.entries<Endpoint>(api).filter(
  ([, { method, path, access }]) => method === 'GET' && access !== 'public' && !path.includes(':'),
)
/** How often each of them has asked, which asking moves. */
const ownAsking = /"requestCount":\d+,/g
/** What tells of one’s own asking: the journal, the counts and the session move by being read. That they name nothing of others is looked at in the walk. */
const ofOneself = ['listEvents', 'exportEvents', 'readUsage', 'me']

test('[T1] nothing that others have, in another organisation or in charts that are closed to somebody, changes a letter, a number, an order or a page of any list, count, search or export that they are given, in two organisations for a patient, a doctor and an administrator', async () => {
  // A clock that stands still, so that only what is done makes a difference.
  const now = new Date()
  const clinic = await openClinic({ clock: { now: () => now, pass: () => {} } })
  const harbour = [pia, drAna, max]
  const hilltop = [hanna, drOtto, mira]
  await fill(clinic, max, drAna, pia)
  for (const person of cast) await clinic.token(person)

  let before = await tellAll(clinic, [...harbour, paul, drIdan])
  expect(before.size).toBeGreaterThan(150)
  await fill(clinic, mira, drOtto, hanna)
  expect(changed(before, await tellAll(clinic, [...harbour, paul, drIdan]))).toEqual([])

  before = await tellAll(clinic, hilltop)
  await fill(clinic, max, drAna, pia)
  expect(changed(before, await tellAll(clinic, hilltop))).toEqual([])

  // In one's own organisation, what becomes of a chart that is closed. Times that are taken are everybody's to know.
  before = await tellAll(clinic, [paul, drIdan])
  await fillChart(clinic, drAna, pia)
  const after = await tellAll(clinic, [paul, drIdan])
  expect(changed(before, after).filter((what) => !what.includes('searchFree'))).toEqual([])

  // The same look sees what is done to those who are asked about.
  before = await tellAll(clinic, harbour)
  await fill(clinic, max, drAna, pia)
  const seen = changed(before, await tellAll(clinic, harbour))
  for (const name of ['listAppointments', 'listCases', 'listInvitations', 'listVisitTypes', 'listRooms', 'listMailbox'])
    expect(
      seen.some((what) => what.includes(` ${name}`)),
      name,
    ).toBe(true)
}, 120_000)

let filled = 0

/** One of everything that an organisation can get, by those who run it, treat in it and are treated. */
async function fill(clinic: Clinic, admin: Person, doctor: Person, patient: Person): Promise<void> {
  filled += 1
  const runs = await clinic.as(admin)
  const { doctorId = '' } = clinic.who(doctor)
  await runs.invite({
    body: { email: `asked${filled}@${admin.organisation}.test`, displayName: `Aaron Aaronson ${filled}`, role: 'auditor' },
  })
  await runs.addVisitType({ body: { ...consultation, name: `Kind ${filled}`, doctorIds: [doctorId] } })
  await runs.addHoliday({ body: { name: `Day ${filled}`, from: `20${60 + filled}-01-01`, until: `20${60 + filled}-01-02` } })
  await runs.addRoom({ body: { name: `Room ${filled}` } })
  await (await clinic.as(patient)).submitCase({ body: question })
  await fillChart(clinic, doctor, patient)
}

async function fillChart(clinic: Clinic, doctor: Person, patient: Person): Promise<void> {
  const [treats, is] = [await clinic.as(doctor), await clinic.as(patient)]
  const [time] = await freeTimes(clinic, patient, doctor)
  if (time === undefined) throw new Error('the doctor has hours')
  await is.bookAppointment({ body: time })
  const { patientId = '' } = clinic.who(patient)
  for (const signs of [false, true]) {
    const { id } = await treats.createRecord({ body: { patientId, ...note } })
    if (signs) await treats.signRecord({ params: { id }, body: {} })
  }
}

/** What everybody is told by everything they may ask that names no single thing: plain, page by page, and by each filter. */
async function tellAll(clinic: Clinic, people: readonly Person[]): Promise<Map<string, string>> {
  const told = new Map<string, string>()
  for (const person of people) {
    const headers = { authorization: `Bearer ${await clinic.token(person)}` }
    for (const [name, endpoint] of asked.filter(([name]) => !ofOneself.includes(name))) {
      for (const query of queriesOf(clinic, endpoint)) {
        let next: string | undefined = query
        for (let page = 0; next !== undefined && page < 12; page += 1) {
          const [path = ''] = pathsOf(endpoint)
          const answer = await fetch(`${clinic.url}${path}?${next}`, { headers })
          const text = (await answer.text()).replaceAll(answer.headers.get('x-request-id') ?? '-', '').replaceAll(ownAsking, '')
          told.set(`${person.key} ${name}?${query} page ${page}`, `${answer.status} ${text}`)
          const cursor: unknown = query.includes('limit=1') ? Object(jsonOf(text)).next : undefined
          next = typeof cursor === 'string' ? `${query}&cursor=${cursor}` : undefined
        }
      }
    }
  }
  return told
}

/** The first page, pages of one, and every filter with a value that finds something somewhere. */
function queriesOf(clinic: Clinic, { query }: Endpoint): string[] {
  const fields = Object.keys(query?.properties ?? {})
  const week = {
    from: new Date(clinic.clock.now()).toISOString(),
    to: new Date(clinic.clock.now().getTime() + 7 * 86_400_000).toISOString(),
  }
  const needed = new URLSearchParams(query?.required?.includes('from') ? week : {})
  for (const name of query?.required ?? []) if (name === 'patientId') needed.set(name, clinic.who(pia).patientId ?? '')
  const values: Record<string, string[]> = {
    name: [pia, hanna, paul].map(({ displayName }) => displayName.split(' ')[0] ?? ''),
    patientId: [pia, hanna].map((person) => clinic.who(person).patientId ?? ''),
    doctorId: [drAna, drOtto].map((person) => clinic.who(person).doctorId ?? ''),
    state: ['open', 'closed'],
    role: ['auditor', 'patient'],
    limit: ['1'],
  }
  const filters = fields.flatMap((field) => (values[field] ?? []).map((value) => [field, value] as const))
  return ['', ...filters].map((filter) => {
    const search = new URLSearchParams(needed)
    if (filter !== '') search.set(filter[0], filter[1])
    return search.toString()
  })
}

/** Which answers are no longer what they were, the missing and the new ones among them. */
function changed(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((what) => before.get(what) !== after.get(what))
}

function jsonOf(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : undefined
}

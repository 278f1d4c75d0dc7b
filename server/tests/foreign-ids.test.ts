// Two organisations and three people of each: nothing that names a thing reaches one of the other, by whatever place of whatever endpoint it is named.
import { randomUUID } from 'node:crypto'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { question } from '../src/features/cases/cases.fixture.ts'
import { setUp, TestProvider } from '../src/features/identity/sign-on.fixture.ts'
import { importRequests } from '../src/features/importing/index.ts'
import { requestOf } from '../src/features/legacy/legacy.fixture.ts'
import { fundAt } from '../src/features/partners/partners.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { askWith, idPlaces, type Own, opened, type Told } from './id-places.fixture.ts'
import { drAna, drOtto, hanna, max, mira, type Person, pia } from './people.ts'
import { emergency } from './stage.ts'
import { makeThings, type World } from './walk.ts'

type Side = { people: [Person, Person, Person]; own: Own }

/** Of what is somebody's own these would end it for the next place, or need a second doctor, a proxy or a passkey, which nobody here is or has. */
const notTried = [
  ...['endUserSessions', 'endUserSession', 'revokeSession', 'renamePasskey', 'removePasskey', 'extendBreakGlass', 'actFor'],
  ...['removeSignOnProvider', 'disconnectSignOn'],
  ...['acceptCase', 'answerCase', 'releaseHold', 'rescheduleAppointment body.holdId', 'setVacation body.standInDoctorId'],
  ...['listHandovers query.doctorId', 'handOver body.doctorId'],
]

test('[V8.2.2] whoever of two organisations names a thing of the other, in whatever place an endpoint takes an id, is told what is told of one that never was; and no list, search, export, file or feed holds one', async () => {
  const clinic = await openClinic()
  const world = await makeThings(clinic)
  const sides = [await sideOf(clinic, world, [max, drAna, pia]), await sideOf(clinic, world, [mira, drOtto, hanna])]
  const [one, other] = sides
  if (one === undefined || other === undefined) throw new Error('there are two sides')
  expect(await shownOf(clinic, one, other)).toEqual([])
  expect(await shownOf(clinic, other, one)).toEqual([])

  const told: string[] = []
  let asked = 0
  const missing = new Map<string, string>()
  const ask = ({ people, own }: Side, theirs: Own) =>
    people.map(async (person) => {
      for (const place of idPlaces) {
        const what = `${person.key} ${place.name} ${place.at}`
        const id = theirs[place.kind]
        if (id === undefined) throw new Error(`there is no ${place.kind} for ${what}`)
        const [foreign, never] = [await askWith(clinic, person, own, place, id), await askWith(clinic, person, own, place, randomUUID())]
        asked += 1
        missing.set(what, `${never.status} ${never.said}`)
        // The journal also names what somebody asked for themselves.
        const alike = place.endpoint.access === 'journal.read' && place.at === 'query.patient' ? ownWord : sameWord
        if (!alike(foreign, never)) told.push(`${what}: ${foreign.status} ${foreign.said}`)
        if (place.at.startsWith('params.') && foreign.status !== 404 && foreign.status !== 403) told.push(`${what}: ${foreign.status}`)
      }
    })
  await Promise.all([...ask(one, other.own), ...ask(other, one.own)])
  expect(told).toEqual([])
  expect(asked).toBe(6 * idPlaces.length)
  expect(idPlaces.length).toBeGreaterThan(110)

  // The same requests reach what is theirs, so that it was the id that was refused: for each place somebody of a side is told something else.
  const blind: string[] = []
  // Backwards, since what ends a thing stands behind what is done with it.
  for (const place of idPlaces.filter(({ name, at }) => !notTried.some((one) => one === name || one === `${name} ${at}`)).reverse()) {
    const answers = await Promise.all(
      one.people.map(async (person) => {
        const { status, said } = await askWith(clinic, person, one.own, place, one.own[place.kind] ?? '')
        return `${status} ${said}` !== missing.get(`${person.key} ${place.name} ${place.at}`)
      }),
    )
    if (!answers.includes(true)) blind.push(`${place.name} ${place.at}`)
  }
  expect(blind).toEqual([])
}, 120_000)

function sameWord(one: Told, other: Told): boolean {
  return one.status === other.status && one.said === other.said
}

/** Nothing in it but what its reader did. */
function ownWord(one: Told, other: Told): boolean {
  return (
    one.status === other.status && !/"(patient|record|appointment|case)\.(read|updated|drafted|signed|booked|submitted)\b/.test(one.said)
  )
}

/** What somebody of a side is shown of the other by what takes no id: lists, searches, exports, files and feeds. */
async function shownOf(clinic: Clinic, { people, own }: Side, other: Side): Promise<string[]> {
  const foreign = await idsOf(clinic, other.people[0])
  const shown: string[] = []
  let read = 0
  const hold = (what: string, text: string) => {
    const ids = new Set(opened(text).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))
    read += ids.size
    for (const id of ids) if (foreign.has(id)) shown.push(`${what} holds ${id}`)
  }
  for (const person of people) {
    const token = await clinic.token(person)
    const asked = async (path: string) => {
      const answer = await fetch(clinic.url + path, { headers: { authorization: `Bearer ${token}` } })
      return answer.text()
    }
    for (const [name, endpoint] of Object.entries<Endpoint>(api)) {
      const [path = ''] = pathsOf(endpoint)
      if (endpoint.method !== 'GET' || path.includes(':') || endpoint.query?.required?.length) continue
      hold(`${person.key} ${name}`, await asked(path))
    }
    hold(`${person.key} file`, await asked(`/api/appointments/${own.appointment}/calendar-file`))
    const named = encodeURIComponent(other.people[2].displayName)
    hold(`${person.key} search`, await asked(`/api/patients?name=${named}`))
    expect(await asked(`/api/patients?name=${named}`)).not.toContain(other.own.patient)
  }
  hold('feed', await (await fetch(clinic.url + new URL(own.feed ?? '').pathname)).text())
  expect(read).toBeGreaterThan(50)
  return shown
}

/** Every id of every row that an organisation has in the whole database. */
async function idsOf(clinic: Clinic, { key }: Person): Promise<Set<string>> {
  const { tenantId } = clinic.who(key === max.key ? max : mira)
  const tables = await clinic.sql(
    `select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
     join pg_attribute i on i.attrelid = c.oid and i.attname = 'id' and i.atttypid = 'uuid'::regtype
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  )
  const rows = await Promise.all(tables.map(({ name }) => clinic.sql(`select id from ${String(name)} where tenant_id = $1`, [tenantId])))
  return new Set(rows.flat().map(({ id }) => String(id)))
}

/** One thing of each kind that a place can name, of one organisation. */
async function sideOf(clinic: Clinic, world: World, people: [Person, Person, Person]): Promise<Side> {
  const [runs, treats, is] = await Promise.all(people.map((person) => clinic.as(person)))
  if (!runs || !treats || !is) throw new Error('the cast is signed in')
  const [admin, , patient] = people
  const { tenantId } = clinic.who(admin)
  const things = world.things.filter(({ organisation }) => organisation === admin.organisation)
  const own: Own = {}
  for (const { type, id, owner = patient.key, state } of things) if (owner === patient.key && state !== 'draft') own[type] = id
  const chart = things.find(({ type, owner }) => type === 'patient' && owner === patient.key)
  const doctorId = own.doctor ?? ''
  const now = clinic.clock.now().getTime()
  const query = { from: new Date(now + 86_400_000).toISOString(), to: new Date(now + 10 * 86_400_000).toISOString() }
  const { items: free } = await is.readSlots({ params: { id: doctorId }, query })
  const [kept, next] = [free[0], free[1]]
  if (kept === undefined || next === undefined) throw new Error('the doctor has time')
  await clinic.sql(
    `update care_relations set ended_at = now(), during = tstzrange(lower(during), greatest(lower(during), now()))
     where patient_id = $1 and doctor_id is not null and ended_at is null`,
    [own.patient],
  )
  const emergencyAccess = await treats.openBreakGlass({ body: { patient: { id: own.patient ?? '' }, reason: emergency } })
  await runs.assignDoctor({ params: { id: own.patient ?? '' }, body: { doctorId, cause: 'treating' } }).catch(() => {})
  await importRequests(clinic.keep, { tenantId, now: clinic.clock.now() }, [requestOf(1)])
  const of = async (table: string) => String((await clinic.sql(`select id from ${table} where tenant_id = $1 limit 1`, [tenantId]))[0]?.id)
  const { id: openCase } = await is.submitCase({ body: question })
  await treats.acceptCase({ params: { id: openCase }, body: {} })
  const made: Own = {
    case: openCase,
    ...{ relation: chart?.below ?? '', link: chart?.link?.id ?? '', 'proxy-invitation': chart?.invited ?? '' },
    draft: (await treats.assistSummary({ body: { caseId: openCase } })).id ?? '',
    hold: (await is.holdSlot({ body: { doctorId, ...kept } })).id,
    'waitlist-entry': (await is.joinWaitlist({ body: { doctorId } })).id,
    room: (await runs.addRoom({ body: { name: 'Room 1' } })).id,
    'sign-on-provider': (await setUp(clinic, new TestProvider(clinic), { domains: [`${admin.organisation}.test`] }, admin)).id,
    partner: (await runs.addPartner({ body: fundAt('http://127.0.0.1:9') })).id,
    'api-key': (await runs.makeApiKey({ body: { service: { name: 'Pharmacy' }, scopes: ['doctor.list'] } })).apiKey.id,
    'break-glass': emergencyAccess.id,
    ...{
      alert: await of('alerts'),
      review: await of('reviews'),
      holiday: await of('clinic_holidays'),
      'legacy-case': await of('legacy_cases'),
    },
    ...{ start: next.start, end: next.end, feed: (await is.makeCalendarFeed()).url },
  }
  // Of a service, since whoever has one proves themselves by it from then on.
  await clinic.sql(
    `insert into passkeys (tenant_id, id, user_id, credential, counter, registered_at)
     select tenant_id, gen_random_uuid(), user_id, decode(repeat('00', 60), 'hex'), 0, now() from api_keys where id = $1`,
    [made['api-key']],
  )
  const [service] = await clinic.sql('select user_id as id from api_keys where id = $1', [made['api-key']])
  return { people, own: { ...own, ...made, passkey: await of('passkeys'), service: String(service?.id) } }
}

// Where an endpoint takes an id, read from the contract, and one request with that id there and everything else the caller's own.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { question } from '../src/features/cases/cases.fixture.ts'
import { consultation } from '../src/features/visit-types/visit-types.fixture.ts'
import type { Clinic } from './clinic.ts'
import type { Person } from './people.ts'
import { emergency } from './stage.ts'
import { bodies, nowhere } from './walk.ts'

/** `at`: as in `params.id`, `query.patient` or `body.doctorIds.0`. */
export type IdPlace = { name: string; endpoint: Endpoint; at: string; kind: string }

/** The ids of one organisation, by kind of thing, and a time that is free there. */
export type Own = { [kind: string]: string }

/** A file would be named there, and there are none. */
const ofFiles = /attachments/

/** What an id names, where neither its own name nor the noun of the path says so. */
const kinds: Record<string, string> = {
  relationId: 'relation',
  invitationId: 'proxy-invitation',
  draftId: 'draft',
  session: 'session',
  actor: 'user',
  user: 'user',
  'body.service.id': 'service',
  standInDoctorId: 'doctor',
  'body.away.0': 'doctor',
  'body.doctorIds.0': 'doctor',
  resource: 'patient',
  patient: 'patient',
  'body.patient.id': 'patient',
}

/** Every place of every endpoint that asks who somebody is. */
export const idPlaces: IdPlace[] = Object.entries<Endpoint>(api)
  .filter(([, { access }]) => access !== 'public')
  .flatMap(([name, endpoint]) =>
    (['params', 'query', 'body'] as const)
      .flatMap((part) => idsIn(endpoint[part], part))
      .filter((at) => !ofFiles.test(at))
      .map((at) => ({ name, endpoint, at, kind: kindOf(endpoint.path, at) })),
  )

function idsIn(schema: unknown, at: string): string[] {
  const { pattern = '', properties = {}, items, anyOf = [] } = Object(schema)
  if (String(pattern).includes('0-9a-fA-F]{8}(-')) return [at]
  const named = Object.entries(properties).flatMap(([name, field]) => idsIn(field, `${at}.${name}`))
  const listed = items === undefined ? [] : idsIn(items, `${at}.0`)
  const chosen = anyOf.flatMap((one: unknown) => idsIn(one, at))
  return [...new Set<string>([...named, ...listed, ...chosen])]
}

/** Of what an id there is: told by its name, or by the noun of the path. */
function kindOf(path: string, at: string): string {
  const name = at.split('.').at(-1) ?? ''
  const [, noun = ''] = /^(?:\/auth)?\/(?:case-routing\/|sign-on\/)?([\w-]+)\/:id/.exec(path) ?? []
  const ofPath =
    { pools: 'doctor', waitlist: 'waitlist-entry', providers: 'sign-on-provider' }[noun] ??
    (noun === 'break-glass' ? noun : noun.replace(/s$/, ''))
  if (at === 'params.relationId' && path.includes('proxies')) return 'link'
  return (
    kinds[at] ?? kinds[name] ?? (at === 'params.id' ? ofPath : name.replace(/Id$/, '').replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`))
  )
}

/** What a body needs besides the place that is tried; who is not named here is asked as the walk asks. */
const wholes: Record<string, (own: Own, at: string) => object> = {
  invite: ({ patient }) => ({ email: 'x@elsewhere.test', displayName: 'X', role: 'patient', patientId: patient }),
  bookAppointment: ({ doctor, patient, start, end }, at) =>
    at === 'body.holdId' ? {} : { doctorId: doctor, patientId: patient, start, end },
  holdSlot: ({ doctor, start, end }) => ({ doctorId: doctor, start, end }),
  bookSeries: ({ doctor, patient, start, end }) => ({
    ...{ doctorId: doctor, patientId: patient, start, end, everyDays: 7, count: 2 },
    override: { reason: 'A course' },
  }),
  createRecord: ({ patient }) => ({ patientId: patient, type: 'letter', title: 'x', sections: [{ text: 'x' }] }),
  makeApiKey: () => ({ service: {}, scopes: ['doctor.list'] }),
  assignDoctor: ({ doctor }) => ({ doctorId: doctor, cause: 'other' }),
  openBreakGlass: () => ({ patient: {}, reason: emergency }),
  addVisitType: () => ({ ...consultation, doctorIds: [] }),
  changeVisitType: () => ({ ...consultation, doctorIds: [] }),
  rescheduleAppointment: ({ start, end }, at) => (at === 'body.holdId' ? {} : { start, end }),
  submitCase: () => question,
  reopenCase: () => ({ text: 'x' }),
  simulateRouting: () => ({ language: 'en' }),
  joinWaitlist: ({ doctor }) => ({ doctorId: doctor }),
  checkMember: ({ partner }) => ({ partnerId: partner, number: '1' }),
  linkLegacyCase: ({ patient }) => ({ patientId: patient, evidence: 'known-in-person' }),
}

export type Told = { status: number; said: string }

/** One request with `id` in the place, by somebody whose own ids stand everywhere else. */
export async function askWith(clinic: Clinic, person: Person, own: Own, { name, endpoint, at }: IdPlace, id: string): Promise<Told> {
  const [path = ''] = pathsOf(endpoint)
  const filled = path.replace(/:(\w+)/g, (_, param: string) =>
    at === `params.${param}` ? id : (own[kindOf(endpoint.path, `params.${param}`)] ?? nowhere),
  )
  const body: object | undefined = endpoint.body && wholeOf(name, own, at)
  if (body && at.startsWith('body.')) put(body, at.split('.').slice(1), id)
  const answer = await fetch(`${clinic.url}${filled}?${queryOf(name, endpoint, own, at, id)}`, {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${await clinic.token(person)}`,
      // A version that is right lets the place be looked at; elsewhere none is, so that nothing is changed.
      'if-match': at === 'body.doctorIds.0' ? '"1"' : '"999"',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const requestId = answer.headers.get('x-request-id') ?? '-'
  const said = opened(await answer.text()).replaceAll(requestId, '')
  return { status: answer.status, said: name === 'exportEvents' ? said.replaceAll(id, '').replace(/"exportedAt":"[^"]+"/, '') : said }
}

/** A signed statement stands as what it says, not as its signature: it repeats what was asked for, and when. */
export function opened(text: string): string {
  return text.replace(/"jws":"[\w-]+\.([\w-]+)\.[\w-]+"/g, (_, payload: string) => `"jws":${Buffer.from(payload, 'base64url').toString()}`)
}

function wholeOf(name: string, own: Own, at: string): object {
  const made = wholes[name]?.(own, at) ?? bodies[name]?.({ type: '', id: own.patient ?? '' })
  return structuredClone(Object(made ?? {}))
}

function queryOf(name: string, endpoint: Endpoint, own: Own, at: string, id: string): URLSearchParams {
  const asked = new URLSearchParams()
  if (endpoint.query?.required?.includes('from')) {
    asked.set('from', '2030-01-01T00:00:00Z')
    asked.set('to', '2030-01-02T00:00:00Z')
  }
  if (name === 'explainAccess') {
    asked.set('user', own.user ?? '')
    asked.set('action', 'patient.read')
  }
  if (name === 'listRecords') asked.set('patientId', own.patient ?? '')
  if (at === 'query.resource') asked.set('resource', `patient:${id}`)
  else if (at.startsWith('query.')) asked.set(at.slice('query.'.length), id)
  return asked
}

/** Puts a value into what was read from JSON, along the names of a path; a number is a place of a list. */
function put(into: object, [name = '', ...below]: readonly string[], value: string): void {
  if (below.length === 0) Reflect.set(into, name, value)
  else {
    if (Reflect.get(into, name) === undefined) Reflect.set(into, name, below[0] === '0' ? [] : {})
    put(Object(Reflect.get(into, name)), below, value)
  }
}

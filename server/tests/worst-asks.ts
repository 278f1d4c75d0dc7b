// The inventory of what may be asked: every GET of the contract is a list with its worst questions here, or said to be one thing. The table is typed by the
// contract: a new GET without an entry does not compile, and a new filter without values fails a test.
import { api, type EndpointName } from '@wardkeep/contract'
import { encodeCursor, encodeLink, encodeTimedCursor } from '../src/platform/cursor.ts'
import { sought } from './million.ts'
import { idOf, type Leaning, type tags } from './million-ground.ts'

type Gets = { [K in EndpointName]: (typeof api)[K]['method'] extends 'GET' ? K : never }[EndpointName]
type Tag = keyof typeof tags

/** `values`: of each filter the common, the rare and one that nothing has. `paths`: what stands for `:id`. `cursors`: by what the list is ordered. */
export type List = {
  paths?: (of: Leaning) => string[]
  values?: { [field: string]: (of: Leaning) => string[] }
  cursors?: { by: 'id' | 'time' | 'link'; of: Tag }
}

const nothing = '00000000-0000-7000-8000-000000000000'
const chart = (of: Leaning) => [of.piaPatient, idOf(of, 'patient', 5)]
const patientId = (of: Leaning) => [...chart(of), nothing]
const doctorId = (of: Leaning) => [of.ana, idOf(of, 'doctor', 5), nothing]
const instants = ({ now }: Leaning) => [-1830, -300, -1, 1].map((days) => new Date(now.getTime() + days * 86_400_000).toISOString())
const later = (of: Leaning) => instants(of).toReversed()
const language = () => ['en', 'ar', 'he', 'xx']
const specialty = () => ['Pediatrics', 'Seldom', 'Nothing']
const visitTypeId = (of: Leaning) => [idOf(of, 'visitType', 101), idOf(of, 'visitType', 1)]
const events = {
  actor: (of: Leaning) => [of.maxUser, of.idanUser, nothing],
  patient: patientId,
  action: () => ['patient.listed', 'organisation.suspended', 'user.closed'],
  outcome: () => ['allowed', 'failed'],
  from: instants,
  to: later,
  address: () => [sought.address.often, sought.address.seldom, '192.0.2.200'],
  requestId: (of: Leaning) => [idOf(of, 'event', 3), nothing],
}

export const asked: { readonly [K in Gets]: List | 'one thing' } = {
  live: 'one thing',
  ready: 'one thing',
  openapi: 'one thing',
  about: 'one thing',
  jwks: 'one thing',
  me: 'one thing',
  csrf: 'one thing',
  listSessions: {},
  listUserSessions: { paths: (of) => [of.piaUser, idOf(of, 'user', 5)] },
  listFactors: {},
  listUsers: {
    values: { role: () => ['patient', 'doctor', 'auditor', 'service'], active: () => ['true', 'false'], patientId },
    cursors: { by: 'id', of: 'user' },
  },
  listInvitations: { cursors: { by: 'id', of: 'invitation' } },
  listMailbox: { cursors: { by: 'id', of: 'mail' } },
  listPatients: {
    values: {
      name: () => [...sought.letters, sought.seldom, 'nobody', sought.letters.join(' '), `${sought.seldom} ${sought.letters[0]}`],
      insuranceId: () => ['INS-pia-77', 'nobody'],
    },
    cursors: { by: 'id', of: 'patient' },
  },
  readPatient: { paths: chart },
  readHistory: { paths: chart, values: { kind: () => ['observation', 'allergy', 'procedure'] }, cursors: { by: 'time', of: 'history' } },
  readTrends: { paths: chart },
  readAccessLog: { paths: chart, values: { from: instants, to: later }, cursors: { by: 'id', of: 'event' } },
  listDoctors: { values: { language, specialty }, cursors: { by: 'id', of: 'doctor' } },
  readDoctor: { paths: (of) => [of.ana] },
  readAvailability: { paths: (of) => [of.ana] },
  readSlots: {
    paths: ({ ana, now }) => [`${ana}?from=${now.toISOString()}&to=${new Date(now.getTime() + 61 * 86_400_000).toISOString()}`],
    values: { from: () => [], to: () => [], visitTypeId: (of) => visitTypeId(of).slice(1) },
  },
  searchFree: { values: { language, specialty, visitTypeId, from: (of) => later(of).slice(0, 1) }, cursors: { by: 'time', of: 'doctor' } },
  listAppointments: { values: { from: instants, to: later, patientId }, cursors: { by: 'time', of: 'visit' } },
  readAppointment: { paths: (of) => [idOf(of, 'visit', 100)] },
  listRecords: {
    paths: (of) => chart(of).map((id) => `?patientId=${id}`),
    values: { patientId: () => [] },
    cursors: { by: 'time', of: 'record' },
  },
  readRecord: { paths: (of) => [idOf(of, 'record', 100)] },
  verifyRecord: 'one thing',
  signers: {},
  listEvents: { values: events, cursors: { by: 'id', of: 'event' } },
  exportEvents: { values: events, cursors: { by: 'link', of: 'event' } },
  listApiKeys: {},
  readUsage: {},
  readCareTeam: { paths: chart, cursors: { by: 'id', of: 'relation' } },
  listAssignments: { paths: doctorId, cursors: { by: 'id', of: 'team' } },
  readPolicy: 'one thing',
  explainAccess: {
    paths: (of) => [`?user=${of.anaUser}&action=patient.read`],
    values: {
      user: () => [],
      action: () => [],
      resource: (of) => [`patient:${of.piaPatient}`, `patient:${idOf(of, 'patient', 5)}`],
      purpose: () => ['TREAT'],
    },
  },
  readSignInRules: 'one thing',
  listBreakGlass: {},
  countAlerts: {},
  listAlerts: {
    values: { state: () => ['closed', 'open', 'acknowledged'], kind: () => ['account-locked', 'passkey-copied', 'case-overdue'] },
    cursors: { by: 'id', of: 'alert' },
  },
  listReviews: { values: { state: () => ['closed', 'open'] }, cursors: { by: 'time', of: 'review' } },
  readOrganisation: 'one thing',
  listProxies: { paths: chart, cursors: { by: 'id', of: 'proxy' } },
  listProxied: {},
  listProxyInvitations: { paths: chart },
  listVisitTypes: { values: { doctorId }, cursors: { by: 'id', of: 'visitType' } },
  listHolidays: {},
  readCalendarFile: 'one thing',
  readCalendarFeed: 'one thing',
  calendarFeed: { paths: () => [] },
  listRooms: {},
  listCases: { values: { standing: () => ['open', 'over'], patientId }, cursors: { by: 'time', of: 'case' } },
  readCase: { paths: (of) => [idOf(of, 'case', 991), idOf(of, 'case', 92)] },
  readCaseRouting: {},
  readVacation: { paths: (of) => [of.ana] },
  listHandovers: { values: { doctorId: (of) => [idOf(of, 'doctor', 1), ...doctorId(of)] }, cursors: { by: 'time', of: 'visit' } },
  readReminders: 'one thing',
  listWaitlist: { values: { patientId }, cursors: { by: 'time', of: 'entry' } },
  listDrafts: { paths: (of) => [idOf(of, 'case', 92)] },
  readAssistant: 'one thing',
  listOwnSignOn: {},
  listSignOnProviders: {},
  signOnMetadata: 'one thing',
  listPartners: {},
  listMemberships: { paths: chart },
  listMemberChecks: {
    values: { number: () => [sought.number.often, sought.number.seldom, 'nobody'] },
    cursors: { by: 'time', of: 'check' },
  },
  listLegacyCases: { values: { label: () => [sought.label.often, sought.label.seldom, 'nobody'] }, cursors: { by: 'time', of: 'legacy' } },
  listLegacyCasesOf: { paths: chart, cursors: { by: 'time', of: 'legacy' } },
  readLegacyCase: { paths: (of) => [idOf(of, 'legacy', 7)] },
  readCaseDeadlines: 'one thing',
}

/** The paths that one list is asked by, with every filter alone and all together, on the first page and on some that lie deep. */
export function asksOf(name: EndpointName, list: List, of: Leaning): string[] {
  const { path } = api[name]
  const root = 'root' in api[name] ? '' : '/api'
  const values = Object.entries(list.values ?? {}).map(([field, given]) => [field, given(of)] as const)
  const alone: Record<string, string>[] = values.flatMap(([field, given]) => given.map((value) => ({ [field]: value })))
  const together = (place: number) =>
    Object.fromEntries(values.map(([field, given]) => [field, given.at(place) ?? ''] as const).filter(([, value]) => value !== ''))
  const filters: Record<string, string>[] = [{}, ...alone, ...(values.length > 1 ? [together(0), together(-1)] : [])]
  // An export says itself how much it gives at once.
  const size: Record<string, string> = 'limit' in Object(Object(Object(api[name]).query).properties) ? { limit: '100' } : {}
  const paged: Record<string, string>[] =
    list.cursors === undefined ? [{}] : [size, ...cursorsOf(list.cursors, of).map((cursor) => ({ ...size, cursor }))]
  return (list.paths?.(of) ?? ['']).flatMap((place) => {
    const [id = '', query = ''] = place.split('?')
    const at = `${root}${path.replace(/:(id|token)/, id)}`
    return filters.flatMap((filter) =>
      paged.map((page) => `${at}?${new URLSearchParams([...new URLSearchParams(query), ...Object.entries({ ...filter, ...page })])}`),
    )
  })
}

function cursorsOf({ by, of: tag }: NonNullable<List['cursors']>, of: Leaning): string[] {
  const fiveYears = 5 * 365 * 86_400_000
  return [0.0002, 0.5, 0.9998].map((share) => {
    const n = Math.ceil(of.rows * share)
    const id = idOf(of, tag, n)
    if (by === 'link') return encodeLink({ id, digest: '0'.repeat(64) })
    return by === 'id' ? encodeCursor([id]) : encodeTimedCursor({ at: new Date(of.now.getTime() + (share - 1) * fiveYears), id })
  })
}

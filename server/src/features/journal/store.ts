import { type SqlValue, type Statement, sql } from '../../platform/database.ts'
import { actingFor } from '../../security/care-store.ts'
import { Sealed } from '../../security/vault/index.ts'

type Columns = {
  id: string
  at: Date
  actor_id: string | null
  actor_role: string
  session_id: string | null
  via: 'session' | 'key' | 'receipt' | 'system' | 'none'
  action: string
  outcome: 'allowed' | 'denied' | 'failed'
  reason: string | null
  rule: string | null
  patient_ids: string[]
  resource_type: string | null
  resource_id: string | null
  resource_version: number | null
  fields: string[] | null
  purpose: string | null
  on_behalf_of: string | null
  request_id: string
  who: Buffer
}
export type EventRow = Omit<Columns, 'who'> & { who: Sealed }

export type Filter = {
  actor?: string | undefined
  patient?: string | undefined
  action?: string | undefined
  outcome?: string | undefined
  /** Borders of the events' ids, made from instants. */
  fromId?: string | undefined
  beforeId?: string | undefined
  addressIndex?: Buffer | undefined
  requestId?: string | undefined
}

const conditions: Record<Exclude<keyof Filter, 'patient' | 'outcome'>, (place: string, id: string) => string> = {
  actor: (place) => `actor_id = ${place}::uuid`,
  action: (place) => `action = ${place}::text`,
  fromId: (place, id) => `${id} >= ${place}::uuid`,
  beforeId: (place, id) => `${id} < ${place}::uuid`,
  addressIndex: (place) => `address_index = ${place}::bytea`,
  requestId: (place) => `request_id = ${place}::uuid`,
}
const shorts: Partial<Record<string, string>> = { fromId: 'from', beforeId: 'to', addressIndex: 'address', requestId: 'request' }
/** Written out, since what is not allowed has an index of its own. */
const outcomes: Record<string, string> = { allowed: `outcome = 'allowed'`, denied: `outcome = 'denied'`, failed: `outcome = 'failed'` }

const columns = `id, at, actor_id, actor_role, session_id, via, action, outcome, reason, rule, patient_ids, resource_type, resource_id, resource_version,
       fields, purpose, on_behalf_of, request_id, who`

/**
 * Events of the organisation, newest first. Each set of filters is its own statement, so each gets a plan of its own. Those of a patient are walked from the
 * rows that name the patient, each with its event: joined in any other order they would be sought in the whole journal.
 */
export function listEvents(filter: Filter, limit: number): Statement<Columns> {
  const { patient, outcome } = filter
  const used = Object.entries(conditions).filter(([name]) => chosen(filter, name) !== undefined)
  const first = patient === undefined ? 2 : 3
  const where = (of: typeof used, id: string) => of.map((one) => ` and ${one[1](`$${used.indexOf(one) + first}`, id)}`).join('')
  const ended = outcome === undefined ? '' : ` and ${outcomes[outcome] ?? 'false'}`
  // PostgreSQL tells statements apart by the first 63 letters of their names; with every filter this has all of those.
  const name = ['journal.of', ...used.map(([field]) => shorts[field] ?? field), ...(outcome === undefined ? [] : [outcome])].join('.')
  const values = used.map(([field]) => chosen(filter, field))
  const events = `select ${columns} from audit_events where tenant_id = ctx_tenant()${ended}`
  if (patient === undefined) return sql<Columns>(name, `${events}${where(used, 'id')} order by id desc limit $1`, [limit, ...values])
  const [borders, others] = [used.filter(([field]) => isBorder(field)), used.filter(([field]) => !isBorder(field))]
  return sql<Columns>(
    `${name}.patient`,
    `select e.* from audit_patients n cross join lateral (${events} and id = n.event_id${where(others, 'id')} offset 0) e
     where n.tenant_id = ctx_tenant() and n.patient_id = $2::uuid${where(borders, 'n.event_id')} order by n.event_id desc limit $1`,
    [limit, patient, ...values],
  )
}

function isBorder(field: string): boolean {
  return field === 'fromId' || field === 'beforeId'
}

function chosen(filter: Filter, name: string): SqlValue {
  return filter[name as keyof Filter]
}

export function chartExists(patientId: string): Statement<{ id: string; proxied: boolean }> {
  return sql<{ id: string; proxied: boolean }>(
    'journal.chart-exists',
    `select id, ${actingFor('patients.id')} is not null as proxied from patients where tenant_id = ctx_tenant() and id = $1`,
    [patientId],
  )
}

export function eventRow(row: Columns): EventRow {
  return { ...row, who: Sealed.fromDatabase(row.who) }
}

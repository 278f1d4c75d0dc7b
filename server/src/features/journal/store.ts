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

const conditions: Record<keyof Filter, (place: string) => string> = {
  actor: (place) => `actor_id = ${place}::uuid`,
  patient: (place) => `patient_ids @> array[${place}::uuid]`,
  action: (place) => `action = ${place}::audit_code`,
  outcome: (place) => `outcome = ${place}`,
  fromId: (place) => `id >= ${place}::uuid`,
  beforeId: (place) => `id < ${place}::uuid`,
  addressIndex: (place) => `address_index = ${place}::bytea`,
  requestId: (place) => `request_id = ${place}::uuid`,
}

/** Events of the organisation, newest first. Each set of filters is its own statement, so each gets a plan of its own. */
export function listEvents(filter: Filter, limit: number): Statement<Columns> {
  const used = Object.entries(conditions).filter(([name]) => chosen(filter, name) !== undefined)
  const where = used.map(([, condition], place) => ` and ${condition(`$${place + 2}`)}`).join('')
  return sql<Columns>(
    `journal.list.${used.map(([name]) => name).join('.')}`,
    `select id, at, actor_id, actor_role, session_id, via, action, outcome, reason, rule, patient_ids, resource_type, resource_id, resource_version,
       fields, purpose, on_behalf_of, request_id, who
     from audit_events where tenant_id = ctx_tenant()${where} order by id desc limit $1`,
    [limit, ...used.map(([name]) => chosen(filter, name))],
  )
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

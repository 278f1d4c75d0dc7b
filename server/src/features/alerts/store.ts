import type { AlertKind, alertKinds } from '@wardkeep/contract/alerts.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { AlertState, Cause } from './alert.ts'

type Severity = (typeof alertKinds)[AlertKind]
export type NewAlert = Cause & { id: string; severity: Severity; raisedAt: Date }

/** False where an alert for this cause stands. */
export async function insertAlert(tx: Transaction, made: NewAlert): Promise<boolean> {
  const rows = await tx.run(
    sql<{ id: string }>(
      'alerts.insert',
      `insert into alerts (tenant_id, id, kind, severity, cause, user_id, patient_id, subject_type, subject_id, raised_at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, kind, cause) where state <> 'closed' do nothing returning id`,
      [made.id, made.kind, made.severity, made.key, made.userId, made.patientId, made.subject?.type, made.subject?.id, made.raisedAt],
    ),
  )
  return rows.length === 1
}

/** Who of a role may sign in. */
export function listRecipients(role: string): Statement<{ id: string; language: string; profile: Buffer }> {
  return sql(
    'alerts.recipients',
    'select id, language, profile from users where tenant_id = ctx_tenant() and role = $1 and active order by id',
    [role],
  )
}

export type AlertRow = {
  id: string
  kind: AlertKind
  severity: Severity
  state: AlertState
  user_id: string | null
  user_profile: Buffer | null
  patient_id: string | null
  subject_type: string | null
  subject_id: string | null
  raised_at: Date
  acknowledged_at: Date | null
  closed_at: Date | null
  by_id: string | null
  by_profile: Buffer | null
  note: Buffer | null
}

// Who closed it and who took it up are joined each for themselves: on one or the other, row security lets no index be used, and each alert would cost a look at everybody.
const selectAlerts = `
  select a.id, a.kind, a.severity, a.state, a.user_id, a.patient_id, a.subject_type, a.subject_id, a.raised_at, a.acknowledged_at, a.closed_at, a.note,
    u.profile as user_profile, coalesce(c.id, t.id) as by_id, coalesce(c.profile, t.profile) as by_profile
  from alerts a
  left join users u on u.tenant_id = a.tenant_id and u.id = a.user_id
  left join users c on c.tenant_id = a.tenant_id and c.id = a.closed_by
  left join users t on t.tenant_id = a.tenant_id and t.id = a.acknowledged_by and a.closed_by is null`

export type Filter = { state?: AlertState | undefined; kind?: AlertKind | undefined }

/** Newest first; `before` is the id that the page before ended with. Each set of filters is a statement with a plan of its own. */
export function listAlerts({ state, kind }: Filter, before: string | undefined, limit: number): Statement<AlertRow> {
  const given = Object.entries({ state, kind }).filter(([, value]) => value !== undefined)
  const where = given.map(([name], at) => ` and a.${name} = $${at + 3}`).join('')
  return sql<AlertRow>(
    `alerts.list.${given.map(([name]) => name).join('.')}`,
    `${selectAlerts} where a.tenant_id = ctx_tenant() and ($1::uuid is null or a.id < $1)${where} order by a.id desc limit $2`,
    [before, limit, ...given.map(([, value]) => value)],
  )
}

/** At most so many. */
export function countOpen(most: number): Statement<{ open: number }> {
  return sql<{ open: number }>(
    'alerts.count',
    `select count(*)::integer as open from (select from alerts where tenant_id = ctx_tenant() and state = 'open' limit $1) as found`,
    [most],
  )
}

/** Locks first and reads then: what waited for the lock sees what the other left. */
export async function lockAlert(tx: Transaction, id: string): Promise<AlertRow | undefined> {
  const lock = sql('alerts.lock', 'select from alerts where tenant_id = ctx_tenant() and id = $1 for update', [id])
  const [, [row]] = await tx.runAll([lock, findAlert(id)])
  return row
}

export function findAlert(id: string): Statement<AlertRow> {
  return sql<AlertRow>('alerts.find', `${selectAlerts} where a.tenant_id = ctx_tenant() and a.id = $1`, [id])
}

export type Move = { id: string; to: 'acknowledged' | 'closed'; by: string; at: Date; note: Sealed | undefined }

/** Call it on a locked alert alone. What is closed without having been taken up is taken up with it; a note replaces the one before. */
export async function moveAlert(tx: Transaction, _permit: Permit, { id, to, by, at, note }: Move): Promise<void> {
  await tx.run(
    sql(
      'alerts.move',
      `update alerts set state = $2, acknowledged_at = coalesce(acknowledged_at, $3), acknowledged_by = coalesce(acknowledged_by, $4),
         closed_at = case when $2 = 'closed' then $3::timestamptz end, closed_by = case when $2 = 'closed' then $4::uuid end, note = coalesce($5, note)
       where tenant_id = ctx_tenant() and id = $1`,
      [id, to, at, by, note?.bytes],
    ),
  )
}

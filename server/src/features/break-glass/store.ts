import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import { inCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type NewGrant = {
  id: string
  doctorId: string
  userId: string
  patientId: string
  extendsId: string | undefined
  reason: Sealed
  openedAt: Date
  endsAt: Date
}

/** Opens the chart with it, by a trigger. False where the doctor has emergency access to this patient already: of many at once one opens. */
export async function insertGrant(tx: Transaction, _permit: Permit, made: NewGrant): Promise<boolean> {
  const rows = await tx.run(
    sql<{ id: string }>(
      'break-glass.insert',
      `insert into break_glass (tenant_id, id, doctor_id, user_id, patient_id, extends_id, reason, opened_at, ends_at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
      [made.id, made.doctorId, made.userId, made.patientId, made.extendsId, made.reason.bytes, made.openedAt, made.endsAt],
    ),
  )
  return rows.length === 1
}

/** Whether the doctor of the transaction has the patient in their care, by whatever relation. */
export async function isInCare(tx: Transaction, patientId: string): Promise<boolean> {
  const [row] = await tx.run(sql<{ cared: boolean }>('break-glass.in-care', `select ${inCare('$1::uuid')} as cared`, [patientId]))
  return row?.cared === true
}

export type GrantRow = {
  id: string
  user_id: string
  patient_id: string
  patient_profile: Buffer | null
  opened_at: Date
  ends_at: Date
  ended_at: Date | null
}
const selectGrants = `
  select g.id, g.user_id, g.patient_id, p.profile as patient_profile, g.opened_at, g.ends_at, g.ended_at
  from break_glass g left join patients p on p.tenant_id = g.tenant_id and p.id = g.patient_id`

/** The doctor's own that are open now, the one that ends first before the others. */
export function listOpen(limit: number): Statement<GrantRow> {
  return sql<GrantRow>(
    'break-glass.open',
    `${selectGrants} where g.tenant_id = ctx_tenant() and g.doctor_id = ctx_doctor() and g.ends_at > ctx_now() and g.opened_at <= ctx_now()
     order by g.ends_at, g.id limit $1`,
    [limit],
  )
}

/** Locks first and reads then: what waited for the lock sees what the other left. For the system, which asks the policy whose it is. */
export async function lockGrant(tx: Transaction, id: string): Promise<GrantRow | undefined> {
  const lock = sql('break-glass.lock', 'select from break_glass where tenant_id = ctx_tenant() and id = $1 for update', [id])
  const [, [row]] = await tx.runAll([
    lock,
    sql<GrantRow>('break-glass.find', `${selectGrants} where g.tenant_id = ctx_tenant() and g.id = $1`, [id]),
  ])
  return row
}

/** Closes the chart with it, by a trigger; call it on a locked grant that is open. */
export async function endGrant(tx: Transaction, _permit: Permit, id: string, at: Date): Promise<void> {
  await tx.run(
    sql(
      'break-glass.end',
      `update break_glass set ends_at = greatest(opened_at, $2::timestamptz), ended_at = greatest(opened_at, $2::timestamptz)
       where tenant_id = ctx_tenant() and id = $1`,
      [id, at],
    ),
  )
}

import type { invitedRoles } from '@wardkeep/contract/invitations.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type InvitedRole = (typeof invitedRoles)[number]
export type InvitationRow = {
  id: string
  role: InvitedRole
  language: string
  patient_id: string | null
  content: Buffer
  made_at: Date
  expires_at: Date
  accepted_at: Date | null
  withdrawn_at: Date | null
}
const columns = 'i.id, i.role, i.language, i.patient_id, i.content, i.made_at, i.expires_at, i.accepted_at, i.withdrawn_at'

export type NewInvitation = {
  id: string
  role: InvitedRole
  language: string
  patientId: string | undefined
  addressIndex: Buffer
  content: Sealed
  madeBy: string
  madeAt: Date
  expiresAt: Date
}

export async function insertInvitation(tx: Transaction, made: NewInvitation): Promise<void> {
  await tx.run(
    sql(
      'invitations.insert',
      `insert into invitations (tenant_id, id, role, language, patient_id, address_index, content, made_by, made_at, expires_at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [made.id, made.role, made.language, made.patientId, made.addressIndex, made.content.bytes, made.madeBy, made.madeAt, made.expiresAt],
    ),
  )
}

/** Withdraws what waits for the same address, or for the same chart, and gives the ids. */
export async function withdrawEarlier(
  tx: Transaction,
  made: Pick<NewInvitation, 'addressIndex' | 'patientId' | 'madeBy' | 'madeAt'>,
): Promise<string[]> {
  const withdrawn = await tx.run(
    sql<{ id: string }>(
      'invitations.withdraw-earlier',
      `update invitations set withdrawn_at = $3, withdrawn_by = $4
       where tenant_id = ctx_tenant() and accepted_at is null and withdrawn_at is null and (address_index = $1 or patient_id = $2::uuid)
       returning id`,
      [made.addressIndex, made.patientId, made.madeAt, made.madeBy],
    ),
  )
  return withdrawn.map(({ id }) => id)
}

/** Newest first; `before` is the id that the page before ended with. */
export function listInvitations(before: string | undefined, limit: number): Statement<InvitationRow> {
  return sql<InvitationRow>(
    'invitations.list',
    `select ${columns} from invitations i where i.tenant_id = ctx_tenant() and ($1::uuid is null or i.id < $1) order by i.id desc limit $2`,
    [before, limit],
  )
}

export async function lockInvitation(tx: Transaction, id: string): Promise<InvitationRow | undefined> {
  const [row] = await tx.run(
    sql<InvitationRow>(
      'invitations.lock',
      `select ${columns} from invitations i where i.tenant_id = ctx_tenant() and i.id = $1 for update`,
      [id],
    ),
  )
  return row
}

export type InvitingRow = InvitationRow & {
  organisation_active: boolean
  organisation_name: string
  organisation_slug: string
  password_policy: string
  time_zone: string
}

/** An invitation with what its acceptance needs of the organisation. */
export function findInviting(id: string): Statement<InvitingRow> {
  return sql<InvitingRow>(
    'invitations.find-inviting',
    `select ${columns}, o.active as organisation_active, o.name as organisation_name, o.slug as organisation_slug, o.password_policy, o.time_zone
     from invitations i join organisations o on o.tenant_id = i.tenant_id where i.tenant_id = ctx_tenant() and i.id = $1`,
    [id],
  )
}

export async function withdrawInvitation(tx: Transaction, id: string, by: string, now: Date): Promise<void> {
  await tx.run(
    sql('invitations.withdraw', 'update invitations set withdrawn_at = $2, withdrawn_by = $3 where tenant_id = ctx_tenant() and id = $1', [
      id,
      now,
      by,
    ]),
  )
}

export async function closeInvitation(tx: Transaction, id: string, userId: string, now: Date): Promise<void> {
  await tx.run(
    sql('invitations.accept', 'update invitations set accepted_at = $2, user_id = $3 where tenant_id = ctx_tenant() and id = $1', [
      id,
      now,
      userId,
    ]),
  )
}

/** Locks a chart until the transaction ends, and tells whether somebody has an account for it. Undefined where there is none. */
export async function lockChart(tx: Transaction, patientId: string): Promise<{ taken: boolean } | undefined> {
  const [row] = await tx.run(
    sql<{ id: string }>('invitations.lock-chart', 'select id from patients where tenant_id = ctx_tenant() and id = $1 for update', [
      patientId,
    ]),
  )
  if (row === undefined) return undefined
  const [user] = await tx.run(
    sql<{ id: string }>('invitations.chart-account', 'select id from users where tenant_id = ctx_tenant() and patient_id = $1', [
      patientId,
    ]),
  )
  return { taken: user !== undefined }
}

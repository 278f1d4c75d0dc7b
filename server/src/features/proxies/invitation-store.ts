import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type InvitationRow = {
  id: string
  patient_id: string
  content: Buffer
  may_book: boolean
  may_ask: boolean
  until: Date | null
  made_at: Date
  expires_at: Date
  accepted_at: Date | null
  withdrawn_at: Date | null
}
const columns = 'i.id, i.patient_id, i.content, i.may_book, i.may_ask, i.until, i.made_at, i.expires_at, i.accepted_at, i.withdrawn_at'

export type NewInvitation = {
  id: string
  patientId: string
  addressIndex: Buffer
  content: Sealed
  mayBook: boolean
  mayAsk: boolean
  until: Date | undefined
  madeBy: string
  madeAt: Date
  expiresAt: Date
}

export function insertInvitation(_permit: Permit, made: NewInvitation): Statement {
  return sql(
    'proxy.invite',
    `insert into proxy_invitations (tenant_id, id, patient_id, address_index, content, may_book, may_ask, until, made_by, made_at, expires_at)
     values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      made.id,
      made.patientId,
      made.addressIndex,
      made.content.bytes,
      made.mayBook,
      made.mayAsk,
      made.until,
      made.madeBy,
      made.madeAt,
      made.expiresAt,
    ],
  )
}

/** How many were made since then, whatever became of them; under the lock of the chart, so that many at once are counted one by one. */
export async function countInvitations(tx: Transaction, patientId: string, since: Date): Promise<number> {
  const lock = sql('proxy.lock-chart', 'select from patients where tenant_id = ctx_tenant() and id = $1 for no key update', [patientId])
  const count = sql<{ made: number }>(
    'proxy.count-invitations',
    'select count(*)::integer as made from proxy_invitations where tenant_id = ctx_tenant() and patient_id = $1 and made_at > $2',
    [patientId, since],
  )
  const [, [row]] = await tx.runAll([lock, count])
  return row?.made ?? 0
}

/** Withdraws what waits for the same address, and gives the ids. */
export async function withdrawEarlier(tx: Transaction, patientId: string, addressIndex: Buffer, now: Date): Promise<string[]> {
  const withdrawn = await tx.run(
    sql<{ id: string }>(
      'proxy.withdraw-earlier',
      `update proxy_invitations set withdrawn_at = $3
       where tenant_id = ctx_tenant() and patient_id = $1 and address_index = $2 and accepted_at is null and withdrawn_at is null returning id`,
      [patientId, addressIndex, now],
    ),
  )
  return withdrawn.map(({ id }) => id)
}

/** Those of a patient that wait, the newest first. */
export function listWaiting(patientId: string, now: Date, limit: number): Statement<InvitationRow> {
  return sql<InvitationRow>(
    'proxy.invitations',
    `select ${columns} from proxy_invitations i
     where i.tenant_id = ctx_tenant() and i.patient_id = $1 and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > $2
     order by i.id desc limit $3`,
    [patientId, now, limit],
  )
}

/** One, locked until the transaction ends. Nobody sees it but the patient, the holder of the invited address, and who runs the organisation. */
export async function lockInvitation(tx: Transaction, id: string): Promise<InvitationRow | undefined> {
  const [row] = await tx.run(
    sql<InvitationRow>(
      'proxy.lock-invitation',
      `select ${columns} from proxy_invitations i where i.tenant_id = ctx_tenant() and i.id = $1 for update`,
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
}

/** One with what joining needs of the organisation. */
export function findInviting(id: string): Statement<InvitingRow> {
  return sql<InvitingRow>(
    'proxy.find-inviting',
    `select ${columns}, o.active as organisation_active, o.name as organisation_name, o.slug as organisation_slug, o.password_policy
     from proxy_invitations i join organisations o on o.tenant_id = i.tenant_id where i.tenant_id = ctx_tenant() and i.id = $1`,
    [id],
  )
}

/** Who invites, and the policy of the organisation. */
export function findInviter(): Statement<{ email_index: Buffer; password_policy: string }> {
  return sql<{ email_index: Buffer; password_policy: string }>(
    'proxy.inviter',
    `select u.email_index, o.password_policy from users u join organisations o on o.tenant_id = u.tenant_id
     where u.tenant_id = ctx_tenant() and u.id = ctx_user()`,
  )
}

export function withdrawInvitation(_permit: Permit, id: string, now: Date): Statement {
  return sql('proxy.withdraw', 'update proxy_invitations set withdrawn_at = $2 where tenant_id = ctx_tenant() and id = $1', [id, now])
}

/** After the link, which the database makes only where the invitation still waits. */
export function closeInvitation(_by: Permit | 'system', id: string, relationId: string, now: Date): Statement {
  return sql('proxy.accept', 'update proxy_invitations set accepted_at = $2, relation_id = $3 where tenant_id = ctx_tenant() and id = $1', [
    id,
    now,
    relationId,
  ])
}

import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type NewFlow = {
  state: Buffer
  browser: Buffer
  request: Buffer
  tenantId: string
  providerId: string
  /** Who connects, in which of their sessions. */
  by: { userId: string; sessionId: string } | undefined
  expiresAt: Date
}

export async function insertFlow(tx: Transaction, flow: NewFlow): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-sign-on-flow',
      `insert into sign_on_flows (state_hash, browser_hash, request_hash, tenant_id, provider_id, user_id, session_id, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        flow.state,
        flow.browser,
        flow.request,
        flow.tenantId,
        flow.providerId,
        flow.by?.userId ?? null,
        flow.by?.sessionId ?? null,
        flow.expiresAt,
      ],
    ),
  )
}

export type FlowRow = {
  state_hash: Buffer
  request_hash: Buffer
  tenant_id: string
  provider_id: string
  user_id: string | null
  session_id: string | null
  expires_at: Date
  answer_id: string | null
}

const columns = 'state_hash, request_hash, tenant_id, provider_id, user_id, session_id, expires_at, answer_id'

/** A locator: what was begun, by what comes back with the provider's answer. */
export function findFlow(state: Buffer): Statement<FlowRow> {
  return sql<FlowRow>('identity.find-sign-on-flow', `select ${columns} from sign_on_flows where state_hash = $1`, [state])
}

/** A locator: what a browser began. */
export function findFlowOf(browser: Buffer): Statement<FlowRow> {
  return sql<FlowRow>('identity.find-sign-on-flow-of', `select ${columns} from sign_on_flows where browser_hash = $1`, [browser])
}

/** Of several answers to what was begun one is taken: false for the others. */
export async function settleFlow(tx: Transaction, state: Buffer, answerId: string, now: Date): Promise<boolean> {
  const settled = await tx.run(
    sql(
      'identity.settle-sign-on-flow',
      'update sign_on_flows set answer_id = $2 where state_hash = $1 and answer_id is null and expires_at > $3 returning state_hash',
      [state, answerId, now],
    ),
  )
  return settled.length === 1
}

/** Believes a message of a provider; false where it was believed before. */
export async function believe(
  tx: Transaction,
  message: { tenantId: string; id: string; providerId: string; hash: Buffer; expiresAt: Date },
): Promise<boolean> {
  const believed = await tx.run(
    sql(
      'identity.believe-message',
      `insert into sign_on_messages (tenant_id, id, provider_id, message_hash, expires_at) values ($1, $2, $3, $4, $5)
       on conflict on constraint believed_once do nothing returning id`,
      [message.tenantId, message.id, message.providerId, message.hash, message.expiresAt],
    ),
  )
  return believed.length === 1
}

export type NewAnswer = {
  tenantId: string
  id: string
  providerId: string
  userId: string | null
  ticket: Buffer
  nameHash: Buffer
  name: Sealed | undefined
  lasting: boolean
  index: Buffer | null
  provenAt: Date
  secondFactor: boolean
  sessionUntil: Date | null
  expiresAt: Date
}

export async function insertAnswer(tx: Transaction, answer: NewAnswer): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-sign-on-answer',
      `insert into sign_on_answers (tenant_id, id, provider_id, user_id, ticket_hash, name_hash, name, lasting, index_hash, proven_at, second_factor,
         session_until, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        answer.tenantId,
        answer.id,
        answer.providerId,
        answer.userId,
        answer.ticket,
        answer.nameHash,
        answer.name?.bytes ?? null,
        answer.lasting,
        answer.index,
        answer.provenAt,
        answer.secondFactor,
        answer.sessionUntil,
        answer.expiresAt,
      ],
    ),
  )
}

export type AnswerRow = {
  id: string
  provider_id: string
  name_hash: Buffer
  name: Buffer | null
  lasting: boolean
  index_hash: Buffer | null
  proven_at: Date
  second_factor: boolean
  session_until: Date | null
}

const answered = 'id, provider_id, name_hash, name, lasting, index_hash, proven_at, second_factor, session_until'

/** What was said, for whoever has its ticket, while nobody came for it. */
export function findAnswer(id: string, ticket: Buffer, now: Date): Statement<AnswerRow> {
  return sql<AnswerRow>(
    'identity.find-sign-on-answer',
    `select ${answered} from sign_on_answers
     where tenant_id = ctx_tenant() and id = $1 and ticket_hash = $2 and used_at is null and expires_at > $3`,
    [id, ticket, now],
  )
}

/** Uses it up; false where it was. */
export async function useAnswer(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const used = await tx.run(
    sql(
      'identity.use-sign-on-answer',
      'update sign_on_answers set used_at = $2 where tenant_id = ctx_tenant() and id = $1 and used_at is null returning id',
      [id, now],
    ),
  )
  return used.length === 1
}

/** Whatever was said of that name and nobody came for opens nothing any more. */
export async function dropAnswers(tx: Transaction, providerId: string, nameHash: Buffer, now: Date): Promise<void> {
  await tx.run(
    sql(
      'identity.drop-sign-on-answers',
      'update sign_on_answers set used_at = $3 where tenant_id = ctx_tenant() and provider_id = $1 and name_hash = $2 and used_at is null',
      [providerId, nameHash, now],
    ),
  )
}

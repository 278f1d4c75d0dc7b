// The browser comes for what the provider said of who sits there: a session, or the second factor first, as after a password. [F14][V6.8.1][V6.8.4]
import { refuse } from '../../platform/refusal.ts'
import { kindAskedOf } from '../../security/factor-kinds.ts'
import type { Operation } from '../../security/operation.ts'
import type { AccountRow } from './account-store.ts'
import { methodsOf } from './factor-rules.ts'
import { mustBeVerified, type Opener } from './grant-actions.ts'
import type { IdentityKeep, LinkKeep } from './identity-keep.ts'
import type { Challenge } from './reply.ts'
import { challengeAfter, factorsOf } from './sign-in-actions.ts'
import { activeProvider } from './sign-on-begin-actions.ts'
import { type AnswerRow, type FlowRow, findAnswer, findFlowOf, useAnswer } from './sign-on-flow-store.ts'
import { bindChallenge, bindSession, findLink } from './sign-on-link-store.ts'
import { levelOf } from './sign-on-rules.ts'
import { concerns } from './stranger-actions.ts'
import { peekAccount } from './user-actions.ts'

/** `browser`: the secret of the browser that began. */
export type Fetching = { ticket: string; browser: string | undefined }

/** Refuses INVALID_CREDENTIALS, and SIGN_ON_UNCONNECTED where nobody has connected an account to whom the provider named. */
export async function finishSignOn<G>(keep: IdentityKeep, op: Operation, fetching: Fetching, open: Opener<G>): Promise<G | Challenge> {
  const { flow, answer } = await fetched(keep, op, fetching)
  if (flow.user_id !== null) return refuse('INVALID_CREDENTIALS')
  const { account, linkId } = await connectedTo(keep, op, flow, answer)
  mustBeVerified(keep, account)
  const kind = kindAskedOf(account.role, account.staff_factor)
  const assurance = levelOf(answer, kind)
  const bound = { linkId, index: answer.index_hash, until: answer.session_until }
  const methods = assurance === 2 ? [] : methodsOf(factorsOf(account), kind)
  if (methods.length > 0) {
    return challengeAfter(keep, op, account, methods, 'public:sign-on:challenged', async (tx, hash) => {
      if (!(await useAnswer(tx, answer.id, op.now))) refuse('INVALID_CREDENTIALS')
      await bindChallenge(tx, hash, bound)
    })
  }
  return open(keep, op, account, {
    assurance,
    rule: 'public:sign-on',
    prove: async (tx) => void ((await useAnswer(tx, answer.id, op.now)) || refuse('INVALID_CREDENTIALS')),
    settle: async (tx, sessionId) => {
      const stands = await bindSession(tx, account.tenant_id, sessionId, { ...bound, provenAt: answer.proven_at })
      if (!stands) refuse('INVALID_CREDENTIALS')
    },
  })
}

/** What was said to what this browser began. Refuses INVALID_CREDENTIALS. */
export async function fetched(keep: LinkKeep, op: Operation, { ticket, browser }: Fetching): Promise<{ flow: FlowRow; answer: AnswerRow }> {
  if (browser === undefined) return refuse('INVALID_CREDENTIALS')
  const [[flow]] = await keep.db.locators.runAll([findFlowOf(keep.secrets.hash(browser))])
  if (flow === undefined || flow.answer_id === null) return refuse('INVALID_CREDENTIALS')
  const [[answer]] = await keep.db.peek(flow.tenant_id, op.now, [findAnswer(flow.answer_id, keep.secrets.hash(ticket), op.now)])
  return { flow, answer: answer ?? refuse('INVALID_CREDENTIALS') }
}

async function connectedTo(
  keep: LinkKeep,
  op: Operation,
  flow: FlowRow,
  answer: AnswerRow,
): Promise<{ account: AccountRow; linkId: string }> {
  const { tenant_id: tenantId, provider_id: providerId } = flow
  concerns(op, tenantId, { type: 'sign-on-provider', id: providerId })
  if ((await activeProvider(keep, tenantId, providerId, op.now)) === undefined) return refuse('INVALID_CREDENTIALS')
  const [[link]] = await keep.db.peek(tenantId, op.now, [findLink(providerId, answer.name_hash)])
  if (link === undefined) return refuse('SIGN_ON_UNCONNECTED')
  concerns(op, tenantId, { type: 'user', id: link.user_id })
  const account = await peekAccount(keep, tenantId, link.user_id, op.now)
  return account?.active ? { account, linkId: link.id } : refuse('INVALID_CREDENTIALS')
}

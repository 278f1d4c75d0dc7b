// What a provider said is judged where it comes in, and kept until the browser that began comes for it with the ticket that was given to the browser that
// brought it: only where both are one does it open anything. [V6.8.2][V6.8.3][V7.6.2]
import type { Api, Input } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { lasts, logoutResponseUrl, oursFor, readLogoutRequest, readResponse, type Said } from '../../security/saml/index.ts'
import { newSecret, readCertificate, type Sealed } from '../../security/vault/index.ts'
import { keyOf } from './factor-actions.ts'
import type { LinkKeep } from './identity-keep.ts'
import { indexHashOf, messageHashOf, nameHashOf, type Provider, sealName } from './sign-on.ts'
import { activeProvider } from './sign-on-begin-actions.ts'
import { believe, dropAnswers, type FlowRow, findFlow, insertAnswer, settleFlow } from './sign-on-flow-store.ts'
import { endSessionsOf, findLink } from './sign-on-link-store.ts'
import { concerns } from './stranger-actions.ts'
import { peekAccount } from './user-actions.ts'

/** Milliseconds in which the browser comes for what was said. */
export const ticketMs = 120_000

type Place = Input<Api['answerSignOn']>['params']

/** Refuses with one of the codes SIGN_ON_…, which are for the journal: the browser is told that it did not work. */
export async function takeAnswer(
  keep: LinkKeep,
  op: Operation,
  { params, body }: Input<Api['answerSignOn']>,
): Promise<{ ticket: string; connects: boolean }> {
  const provider = await providerAt(keep, op, params)
  const flow = await flowOf(keep, op, provider, body.RelayState)
  const said = readResponse(body.SAMLResponse, {
    ...heldBy(keep, op, provider, 'answerUrl'),
    asked: (id) => keep.secrets.hash(id).equals(flow.request_hash),
    proofSeconds: provider.proofSeconds,
  })
  if (flow.answer_id !== null) refuse('SIGN_ON_REPLAYED')
  const [id, ticket] = [newId(op.now), newSecret()]
  const { tenantId, id: providerId } = provider
  const message = await messageOf(keep, op, provider, said)
  const answer = { ...(await factsOf(keep, provider, said)), name: await nameToShow(keep, op, flow, id, said) }
  await keep.db.transact(op.asSystem(tenantId, 'sign-in'), async (tx) => {
    if (!(await believe(tx, message)) || !(await settleFlow(tx, flow.state_hash, id, op.now))) refuse('SIGN_ON_REPLAYED')
    const expiresAt = new Date(op.now.getTime() + ticketMs)
    await insertAnswer(tx, { tenantId, id, providerId, userId: flow.user_id, ticket: keep.secrets.hash(ticket), ...answer, expiresAt })
    op.trace.admitted('public:sign-on:answered', { resource: { type: 'sign-on-provider', id: providerId } })
  })
  return { ticket, connects: flow.user_id !== null }
}

/** Ends the sessions that the provider opened for whom it names, and gives where the browser goes. Refuses as `takeAnswer` does. [V7.6.1] */
export async function endByProvider(keep: LinkKeep, op: Operation, { params, body }: Input<Api['endByProvider']>): Promise<string> {
  const provider = await providerAt(keep, op, params)
  const request = readLogoutRequest(body.SAMLRequest, heldBy(keep, op, provider, 'logoutUrl'))
  const { tenantId, id: providerId } = provider
  const message = await messageOf(keep, op, provider, request)
  const name = await nameHashOf(keep.vault, provider, request.name)
  const named = await Promise.all(request.sessionIndexes.map((index) => indexHashOf(keep.vault, provider, index)))
  const ended: Consequence[] = []
  const end = async (tx: Transaction) => {
    if (!(await believe(tx, message))) refuse('SIGN_ON_REPLAYED')
    const [link] = await tx.run(findLink(providerId, name))
    const gone = link ? await endSessionsOf(tx, link.id, op.now, { indexes: named.length > 0 ? named : null }) : []
    for (const id of gone) ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
    await dropAnswers(tx, providerId, name, op.now)
    op.trace.admitted('public:sign-on:ended', { resource: { type: 'sign-on-provider', id: providerId } })
  }
  await keep.db.transact(op.asSystem(tenantId, 'sign-in'), end, ended)
  const { logoutUrl } = provider.settings
  const told = { id: `_${newSecret()}`, to: request.id, state: body.RelayState, now: op.now }
  return logoutUrl === undefined ? '/sign-in' : logoutResponseUrl(logoutUrl, oursFor(keep.publicUrl, provider), told)
}

async function providerAt(keep: LinkKeep, op: Operation, { organisation, provider: id }: Place): Promise<Provider> {
  const provider = (await activeProvider(keep, organisation.toLowerCase(), id.toLowerCase(), op.now)) ?? refuse('SIGN_ON_UNASKED')
  concerns(op, provider.tenantId, { type: 'sign-on-provider', id: provider.id })
  return provider
}

/** What a browser began at this very provider, whether or not it was answered. Refuses SIGN_ON_UNASKED. */
async function flowOf(keep: LinkKeep, op: Operation, { tenantId, id }: Provider, state: string | undefined): Promise<FlowRow> {
  if (state === undefined) return refuse('SIGN_ON_UNASKED')
  const [[flow]] = await keep.db.locators.runAll([findFlow(keep.secrets.hash(state))])
  if (flow === undefined || flow.tenant_id !== tenantId || flow.provider_id !== id || flow.expires_at <= op.now)
    return refuse('SIGN_ON_UNASKED')
  return flow
}

/** By what a message of a provider is believed once. */
async function messageOf(keep: LinkKeep, { now }: Operation, provider: Provider, { id, expiresAt }: Pick<Said, 'id' | 'expiresAt'>) {
  const hash = await messageHashOf(keep.vault, provider, id)
  return { tenantId: provider.tenantId, id: newId(now), providerId: provider.id, hash, expiresAt }
}

/** Only keys that are valid by now. */
function heldBy(keep: LinkKeep, { now }: Operation, provider: Provider, at: 'answerUrl' | 'logoutUrl') {
  const ours = oursFor(keep.publicUrl, provider)
  const valid = provider.settings.certificates
    .flatMap((pem) => readCertificate(pem) ?? [])
    .filter(({ from, until }) => from <= now && now < until)
  return { entityId: provider.settings.entityId, certificates: valid.map(({ pem }) => pem), us: ours.entityId, at: ours[at], now }
}

async function factsOf(keep: LinkKeep, provider: Provider, said: Said) {
  return {
    nameHash: await nameHashOf(keep.vault, provider, said.name),
    lasting: lasts(said.name),
    index: said.sessionIndex === undefined ? null : await indexHashOf(keep.vault, provider, said.sessionIndex),
    provenAt: said.provenAt,
    secondFactor: said.context !== undefined && provider.settings.secondFactorContexts.includes(said.context),
    sessionUntil: said.sessionUntil ?? null,
  }
}

/** Of who connects, so that they see as whom; of who signs in nothing is kept but hashes. */
async function nameToShow(keep: LinkKeep, op: Operation, flow: FlowRow, id: string, { name }: Said): Promise<Sealed | undefined> {
  if (flow.user_id === null) return undefined
  const account = (await peekAccount(keep, flow.tenant_id, flow.user_id, op.now)) ?? refuse('SIGN_ON_UNASKED')
  return sealName(keep, keyOf(account), 'sign_on_answers', id, name.value)
}

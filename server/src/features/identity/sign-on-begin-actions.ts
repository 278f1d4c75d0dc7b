// A browser begins, and is told where to go; what comes back counts in the same browser alone, for this one request, for ten minutes. [V7.6.2]
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { authnRequestUrl, oursFor } from '../../security/saml/index.ts'
import { newSecret } from '../../security/vault/index.ts'
import type { LinkKeep } from './identity-keep.ts'
import { own } from './session-actions.ts'
import { domainHashOf, domainOf, type Provider } from './sign-on.ts'
import { insertFlow } from './sign-on-flow-store.ts'
import { providerIn } from './sign-on-provider-actions.ts'
import { findDomain, findProvider } from './sign-on-provider-store.ts'
import { concerns } from './stranger-actions.ts'

/** `browser`: the secret by which the browser is known when it comes back. */
export type Begun = { told: { location: string }; browser: string }

/** The domain alone decides; whether somebody has an account is not looked up. Refuses SIGN_ON_NOT_OFFERED. */
export async function beginSignOn(keep: LinkKeep, op: Operation, { email, anew }: { email: string; anew?: boolean }): Promise<Begun> {
  const provider = (await providerFor(keep, op, email)) ?? refuse('SIGN_ON_NOT_OFFERED')
  concerns(op, provider.tenantId, { type: 'sign-on-provider', id: provider.id })
  return keep.db.transact(op.asSystem(provider.tenantId, 'sign-in'), async (tx) => {
    op.trace.admitted('public:sign-on:begun', { resource: { type: 'sign-on-provider', id: provider.id } })
    return begin(tx, keep, op, provider, { anew: anew === true })
  })
}

/** For the caller's own account, in the session that they speak in. Refuses NOT_FOUND. */
export async function beginConnecting(keep: LinkKeep, op: Operation, id: string): Promise<Begun> {
  return keep.db.transact(op, async (tx) => {
    const { userId, session } = own(op)
    const [row] = await tx.run(findProvider(id))
    Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'sign-on-provider', id: (row ?? refuse('NOT_FOUND')).id } })
    if (!row?.active) return refuse('NOT_FOUND')
    // Whoever sits there proves it anew: what the provider remembers may be somebody else.
    return begin(tx, keep, op, await providerIn(keep, row), { anew: true, by: { userId, sessionId: session.id } })
  })
}

/** A provider in use, by its place. */
export async function activeProvider(keep: LinkKeep, tenantId: string, id: string, now: Date): Promise<Provider | undefined> {
  const [[row]] = await keep.db.peek(tenantId, now, [findProvider(id)])
  return row?.active ? providerIn(keep, row) : undefined
}

async function providerFor(keep: LinkKeep, op: Operation, email: string): Promise<Provider | undefined> {
  const domain = domainOf(email)
  if (domain === undefined) return undefined
  const [[found]] = await keep.db.locators.runAll([findDomain(await domainHashOf(keep.vault, domain))])
  return found && activeProvider(keep, found.tenant_id, found.provider_id, op.now)
}

async function begin(
  tx: Transaction,
  keep: LinkKeep,
  op: Operation,
  provider: Provider,
  { anew, by }: { anew: boolean; by?: { userId: string; sessionId: string } },
): Promise<Begun> {
  const [state, browser] = [newSecret(), newSecret()]
  // An NCName, as XML asks of an id.
  const id = `_${newSecret()}`
  const hash = (secret: string) => keep.secrets.hash(secret)
  const { tenantId, id: providerId } = provider
  const expiresAt = new Date(op.now.getTime() + signOnLimits.flowSeconds * 1000)
  await insertFlow(tx, { state: hash(state), browser: hash(browser), request: hash(id), tenantId, providerId, by, expiresAt })
  const location = authnRequestUrl(provider.settings.signOnUrl, oursFor(keep.publicUrl, provider), { id, state, anew, now: op.now })
  return { told: { location }, browser }
}

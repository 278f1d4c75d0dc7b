// Who runs an organisation says by whose word its people may sign in; what a provider opened ends when it is taken out of use.
import type { Api, Input, Reply } from '@wardkeep/contract'
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { oursFor } from '../../security/saml/index.ts'
import { readCertificate, Sealed } from '../../security/vault/index.ts'
import type { LinkKeep } from './identity-keep.ts'
import { domainHashOf, normaliseDomain, openProvider, type Provider, type ProviderSettings, sealProvider } from './sign-on.ts'
import { dropLinksTo, endSessionsBy } from './sign-on-link-store.ts'
import {
  deleteProvider,
  insertProvider,
  listProviders,
  lockProvider,
  type ProviderRow,
  replaceDomains,
  updateProvider,
} from './sign-on-provider-store.ts'
import { mustBeUsable, type Wanted } from './sign-on-rules.ts'

type Told = Reply<Api['addSignOnProvider']>

export async function listSignOnProviders(keep: LinkKeep, op: Operation): Promise<Reply<Api['listSignOnProviders']>> {
  const rows = await keep.db.read(op, [listProviders()], ([found]) => {
    Permit.ask(op, 'sign-in-rules.manage', { resource: { type: 'organisation', id: op.tenantId } })
    return found
  })
  const items = await Promise.all(rows.map(async (row) => told(keep, await providerIn(keep, row), row.connected)))
  return { items, can: rows.length < signOnLimits.providers ? ['add'] : [] }
}

/** Refuses SIGN_ON_PROVIDER_REFUSED and SIGN_ON_DOMAIN_TAKEN. */
export function addSignOnProvider(keep: LinkKeep, op: Operation, body: Wanted): Promise<Told> {
  const id = newId(op.now)
  return keep.db.transact(op, async (tx) => {
    const permit = Permit.ask(op, 'sign-in-rules.manage', { resource: { type: 'sign-on-provider', id } })
    if ((await tx.run(listProviders())).length >= signOnLimits.providers) refuse('SIGN_ON_PROVIDER_REFUSED')
    const settings = settingsOf(keep, op, body)
    const { proofSeconds } = body
    await insertProvider(tx, permit, {
      id,
      settings: await sealProvider(keep, { tenantId: op.tenantId, id }, settings),
      proofSeconds,
      now: op.now,
    })
    await takeDomains(tx, keep, op, id, settings)
    const provider = told(keep, { tenantId: op.tenantId, id, settings, proofSeconds, active: true, version: 1 }, 0)
    await traceChange(keep, op, { of: { type: 'sign-on-provider', id }, after: provider })
    return provider
  })
}

/** Refuses NOT_FOUND, VERSION_CONFLICT, SIGN_ON_PROVIDER_REFUSED and SIGN_ON_DOMAIN_TAKEN. */
export function changeSignOnProvider(
  keep: LinkKeep,
  op: Operation,
  { params, version, body }: Input<Api['changeSignOnProvider']>,
): Promise<Told> {
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const row = (await lockProvider(tx, params.id)) ?? refuse('NOT_FOUND')
      const permit = Permit.ask(op, 'sign-in-rules.manage', { resource: { type: 'sign-on-provider', id: row.id } })
      if (row.version !== version) return refuse('VERSION_CONFLICT')
      const standing = await providerIn(keep, row)
      const { active, proofSeconds, ...wanted } = body
      const settings = settingsOf(keep, op, { ...wanted, proofSeconds })
      await updateProvider(tx, permit, { id: row.id, settings: await sealProvider(keep, standing, settings), proofSeconds, active })
      await takeDomains(tx, keep, op, row.id, settings)
      const another = settings.entityId !== standing.settings.entityId
      if (!active || another) await endAll(tx, op, row.id, ended)
      // Whom another provider calls by the same name is somebody else.
      if (another) await dropLinksTo(tx, row.id)
      const provider = told(keep, { ...standing, settings, proofSeconds, active, version: version + 1 }, another ? 0 : row.connected)
      const before = told(keep, standing, row.connected)
      await traceChange(keep, op, { of: { type: 'sign-on-provider', id: row.id }, before, after: provider })
      return provider
    },
    ended,
  )
}

/** Refuses NOT_FOUND. */
export function removeSignOnProvider(keep: LinkKeep, op: Operation, id: string): Promise<null> {
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const row = (await lockProvider(tx, id)) ?? refuse('NOT_FOUND')
      const permit = Permit.ask(op, 'sign-in-rules.manage', { resource: { type: 'sign-on-provider', id: row.id } })
      await endAll(tx, op, row.id, ended)
      await deleteProvider(tx, permit, row.id)
      const before = { version: row.version, active: row.active, connected: row.connected }
      await traceChange(keep, op, { of: { type: 'sign-on-provider', id: row.id }, before })
      return null
    },
    ended,
  )
}

/** The provider as its row has it. Throws `EnvelopeError` for a row that was altered beside us. [V6.7.1] */
export async function providerIn(keep: LinkKeep, row: ProviderRow): Promise<Provider> {
  const { tenant_id: tenantId, id, proof_seconds: proofSeconds, active, version } = row
  return {
    tenantId,
    id,
    settings: await openProvider(keep, { tenantId, id }, Sealed.fromDatabase(row.settings)),
    proofSeconds,
    active,
    version,
  }
}

function settingsOf(keep: LinkKeep, op: Operation, wanted: Wanted): ProviderSettings {
  const { name, entityId, signOnUrl, logoutUrl, secondFactorContexts } = wanted
  const { certificates, domains } = mustBeUsable(wanted, {
    certificates: wanted.certificates.map(readCertificate),
    domains: wanted.domains.map(normaliseDomain),
    publicUrl: keep.publicUrl,
    now: op.now,
  })
  const pems = certificates.map(({ pem }) => pem)
  return { name, entityId, signOnUrl, ...(logoutUrl !== undefined && { logoutUrl }), certificates: pems, domains, secondFactorContexts }
}

async function takeDomains(tx: Transaction, keep: LinkKeep, op: Operation, id: string, { domains }: ProviderSettings): Promise<void> {
  const hashes = await Promise.all(domains.map((domain) => domainHashOf(keep.vault, domain)))
  if (!(await replaceDomains(tx, op.tenantId, id, hashes))) refuse('SIGN_ON_DOMAIN_TAKEN')
}

async function endAll(tx: Transaction, op: Operation, id: string, ended: Consequence[]): Promise<void> {
  for (const session of await endSessionsBy(tx, id, op.now))
    ended.push({ action: 'session.revoked', resource: { type: 'session', id: session } })
}

function told(keep: LinkKeep, provider: Provider, connected: number): Told {
  const { id, active, version, proofSeconds, settings } = provider
  const certificates = settings.certificates.flatMap((pem) => readCertificate(pem) ?? [])
  return {
    ...settings,
    id,
    active,
    version,
    proofSeconds,
    connected,
    certificates: certificates.map(({ from, until, ...read }) => ({ ...read, from: from.toISOString(), until: until.toISOString() })),
    ours: oursFor(keep.publicUrl, provider),
  }
}

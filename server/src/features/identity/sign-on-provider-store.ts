import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type ProviderRow = {
  tenant_id: string
  id: string
  settings: Buffer
  proof_seconds: number
  active: boolean
  version: number
}

const columns = 'tenant_id, id, settings, proof_seconds, active, version'

export function listProviders(): Statement<ProviderRow & { connected: number }> {
  return sql(
    'identity.sign-on-providers',
    `select ${columns}, (select count(*)::integer from sign_on_links l where l.tenant_id = p.tenant_id and l.provider_id = p.id) as connected
     from sign_on_providers p where tenant_id = ctx_tenant() order by id limit 100`,
  )
}

export function findProvider(id: string): Statement<ProviderRow> {
  return sql('identity.sign-on-provider', `select ${columns} from sign_on_providers where tenant_id = ctx_tenant() and id = $1`, [id])
}

export async function lockProvider(tx: Transaction, id: string): Promise<(ProviderRow & { connected: number }) | undefined> {
  const [row] = await tx.run(
    sql<ProviderRow & { connected: number }>(
      'identity.lock-sign-on-provider',
      `select ${columns}, (select count(*)::integer from sign_on_links l where l.tenant_id = p.tenant_id and l.provider_id = p.id) as connected
       from sign_on_providers p where tenant_id = ctx_tenant() and id = $1 for update of p`,
      [id],
    ),
  )
  return row
}

export async function insertProvider(
  tx: Transaction,
  _permit: Permit,
  provider: { id: string; settings: Sealed; proofSeconds: number; now: Date },
): Promise<void> {
  const { id, settings, proofSeconds, now } = provider
  await tx.run(
    sql(
      'identity.insert-sign-on-provider',
      'insert into sign_on_providers (tenant_id, id, settings, proof_seconds, added_at) values (ctx_tenant(), $1, $2, $3, $4)',
      [id, settings.bytes, proofSeconds, now],
    ),
  )
}

export async function updateProvider(
  tx: Transaction,
  _permit: Permit,
  provider: { id: string; settings: Sealed; proofSeconds: number; active: boolean },
): Promise<void> {
  const { id, settings, proofSeconds, active } = provider
  await tx.run(
    sql(
      'identity.update-sign-on-provider',
      `update sign_on_providers set settings = $2, proof_seconds = $3, active = $4, version = version + 1
       where tenant_id = ctx_tenant() and id = $1`,
      [id, settings.bytes, proofSeconds, active],
    ),
  )
}

/** With every connection, flow and domain of it. */
export async function deleteProvider(tx: Transaction, _permit: Permit, id: string): Promise<void> {
  await tx.run(sql('identity.delete-sign-on-provider', 'delete from sign_on_providers where tenant_id = ctx_tenant() and id = $1', [id]))
}

/** A locator: to which provider a domain leads. */
export function findDomain(hash: Buffer): Statement<{ tenant_id: string; provider_id: string }> {
  return sql('identity.find-sign-on-domain', 'select tenant_id, provider_id from sign_on_domains where domain_hash = $1', [hash])
}

/** Replaces the domains of a provider; false where one of them leads to another. */
export async function replaceDomains(tx: Transaction, tenantId: string, providerId: string, hashes: readonly Buffer[]): Promise<boolean> {
  await tx.run(
    sql('identity.drop-sign-on-domains', 'delete from sign_on_domains where tenant_id = $1 and provider_id = $2', [tenantId, providerId]),
  )
  const made = await tx.run(
    sql(
      'identity.insert-sign-on-domains',
      `insert into sign_on_domains (domain_hash, tenant_id, provider_id)
       select hash, $1::uuid, $2::uuid from unnest($3::bytea[]) as given (hash) order by hash
       on conflict do nothing returning domain_hash`,
      [tenantId, providerId, hashes],
    ),
  )
  return made.length === hashes.length
}

import type { Transaction } from '../../platform/database.ts'
import type { Keep } from '../../security/keep.ts'
import type { PublicJwk } from '../../security/vault/index.ts'
import { findOrganisation, insertOrganisation, type NewOrganisation } from './store.ts'

/** Another organisation of the installation has the slug; the transaction must be rolled back. */
export class SlugTaken extends Error {}

/**
 * Makes the organisation in a system transaction of its own tenant. Its keys must stand before (`vault.createTenant`), so that the certifier can be
 * named. Throws `SlugTaken`.
 */
export async function makeOrganisation(tx: Transaction, made: NewOrganisation, certifier: PublicJwk): Promise<void> {
  const inserted = await tx.run(insertOrganisation(made, certifier))
  if (inserted.length === 0) throw new SlugTaken('the slug is taken')
}

/** Whether the organisation has been made. */
export async function organisationStands(keep: Keep, tenantId: string, now: Date): Promise<boolean> {
  const [found] = await keep.db.peek(tenantId, now, [findOrganisation()])
  return found.length > 0
}

/** Which of these tenants is the organisation with that slug, open or closed. */
export async function tenantNamed(keep: Keep, tenantIds: readonly string[], slug: string, now: Date): Promise<string | undefined> {
  const found = await Promise.all(tenantIds.map((tenantId) => keep.db.peek(tenantId, now, [findOrganisation()])))
  return tenantIds.find((_, place) => found[place]?.[0].some((row) => row.slug === slug))
}

import type { Transaction } from '../../platform/database.ts'
import type { Keep } from '../../security/keep.ts'
import type { PublicJwk } from '../../security/vault/index.ts'
import { findOrganisation, insertOrganisation, type NewOrganisation } from './store.ts'

/** Makes the organisation in a system transaction of its own tenant. Its keys must stand before (`vault.createTenant`), so that the certifier can be named. */
export async function makeOrganisation(tx: Transaction, made: NewOrganisation, certifier: PublicJwk): Promise<void> {
  await tx.run(insertOrganisation(made, certifier))
}

/** Whether the organisation has been made. */
export async function organisationStands(keep: Keep, tenantId: string, now: Date): Promise<boolean> {
  const [found] = await keep.db.peek(tenantId, now, [findOrganisation()])
  return found.length > 0
}

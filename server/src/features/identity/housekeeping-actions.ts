// Dead rows go in small steps: each takes a few hundred at most, in a transaction of its own, so that nobody waits for it.
import type { Keep } from '../../security/keep.ts'
import { type Operation, systemOperation } from '../../security/operation.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { sweepMails } from '../mail/index.ts'
import { batchSize, type Ends, listEndedLocks, listTenantIds, sweepLocators, sweepTenant } from './housekeeping-store.ts'
import { deleteExpired } from './lockout-store.ts'

const dayMs = 86_400_000
/** Steps of one table in one round; what is left waits for the next. */
const mostSteps = 40

/** Takes away what is long dead, and gives how many rows of each table went. */
export async function tidy(keep: Keep, now: Date): Promise<Record<string, number>> {
  const ago = (days: number) => new Date(now.getTime() - days * dayMs)
  const ends: Ends = { day: ago(1), month: ago(30), quarter: ago(90), now }
  const gone: Record<string, number> = {}
  const step = async (table: string, work: () => Promise<number>) => {
    for (let n = 0; n < mostSteps; n += 1) {
      const taken = await work()
      if (taken > 0) gone[table] = (gone[table] ?? 0) + taken
      if (taken < batchSize) return
    }
  }
  for (const { table, statement } of sweepLocators(ends)) await step(table, () => swept(keep, INSTALLATION_TENANT, now, statement))
  await step('sign_in_locks', () => endLocks(keep, now, ends.day))
  const [tenants] = await keep.db.locators.runAll([listTenantIds()])
  for (const { tenant_id: tenantId } of [{ tenant_id: INSTALLATION_TENANT }, ...tenants]) {
    for (const { table, statement } of sweepTenant(ends)) await step(table, () => swept(keep, tenantId, now, statement))
    await step('mails', () => keep.db.transact(quietly(tenantId, now), (tx) => sweepMails(tx, ends.quarter, batchSize)))
  }
  return gone
}

type Swept = ReturnType<typeof sweepLocators>[number]['statement']

function swept(keep: Keep, tenantId: string, now: Date, statement: Swept): Promise<number> {
  return keep.db.transact(quietly(tenantId, now), async (tx) => (await tx.run(statement))[0]?.gone ?? 0)
}

/** The end of a lock is an event, even where nobody came by; whose it was nobody can tell any more. */
async function endLocks(keep: Keep, now: Date, before: Date): Promise<number> {
  const hashes = await keep.db.transact(quietly(INSTALLATION_TENANT, now), (tx) => listEndedLocks(tx, before))
  for (const hash of hashes) {
    const op = operation(INSTALLATION_TENANT, now, 'account.lock-expired')
    await keep.db.transact(op, async (tx) => {
      await deleteExpired(tx, hash, now)
      op.trace.admitted('system:housekeeping:lock')
    })
  }
  return hashes.length
}

function quietly(tenantId: string, now: Date): Operation {
  return operation(tenantId, now, 'none')
}

function operation(tenantId: string, now: Date, action: 'none' | 'account.lock-expired'): Operation {
  return systemOperation(tenantId, 'housekeeping', action, now)
}

// Codes of authenticator apps, links and sessions go by the database's clock alone; a host whose own clock differs from it says that one of the two is wrong. [V6.5.8]
import { type Operation, systemOperation } from '../../security/operation.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import type { AlertKeep } from './alert.ts'
import { raiseEverywhere } from './raising-actions.ts'

/** Milliseconds by which the clocks of host and database may differ before somebody hears of it. */
export const mostApartMs = 5000

/** Alerts every active organisation, once a day until it is closed; gives how many were told. */
export async function tellOfClocks(keep: AlertKeep, now: Date, apartMs: number): Promise<number> {
  if (apartMs <= mostApartMs) return 0
  const raised: Operation[] = []
  const key = now.toISOString().slice(0, 10)
  const act = async (tx: Parameters<typeof raiseEverywhere>[0]) => {
    raised.push(...(await raiseEverywhere(tx, keep, op, 'clock', { kind: 'clocks-apart', key })))
  }
  const op = systemOperation(INSTALLATION_TENANT, 'clock', 'none', now)
  await keep.db.transact(op, act, [], raised)
  return raised.length
}

// The key of access tokens is renewed by the calendar and by the host's command: by one process at a time, and never without its event. [F4]
import type { AuditCode } from '@wardkeep/contract/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Keep } from './keep.ts'
import { type Operation, systemOperation } from './operation.ts'
import { turnAtTokenKeys } from './store.ts'
import { INSTALLATION_TENANT, type KeyStore } from './vault/index.ts'

/** Days after which a new key is made. */
export const tokenKeyDays = { least: 1, usual: 30, most: 365 } as const
const tendEveryMs = 60_000

export type Tended = { keep: Keep; keys: KeyStore }

/** Publishes a new key, and gives when it begins to sign; every server follows without a restart. */
export async function renewTokenKey(tended: Tended, now: Date): Promise<Date> {
  return renew(tended, now, () => true)
}

/** Removes keys that nobody believes any more, and makes a new one where the last began to sign `days` ago; gives when the last begins, or began, to sign. */
export async function tendTokenKeys(tended: Tended, now: Date, days: number): Promise<Date> {
  const isDue = (last: Date) => now.getTime() - last.getTime() >= days * 86_400_000
  const last = await tended.keep.db.transact(operation(now, 'none'), async (tx) => {
    await tx.run(turnAtTokenKeys())
    return tended.keys.tidyTokenKeys(now)
  })
  return isDue(last) ? renew(tended, now, isDue) : last
}

/** Tends the keys once a minute until the function that it gives is called. */
export function startTending(tended: Tended, { clock, days, log }: { clock: Clock; days: number; log: Log }): () => void {
  const tend = () => tendTokenKeys(tended, clock.now(), days)
  const timer = setInterval(() => void tend().catch(() => log.error('the keys of access tokens could not be tended')), tendEveryMs)
  return () => clearInterval(timer)
}

async function renew({ keep, keys }: Tended, now: Date, isDue: (last: Date) => boolean): Promise<Date> {
  const op = operation(now, 'token-keys.renewed')
  const renewing = keep.db.transact(op, async (tx) => {
    await tx.run(turnAtTokenKeys())
    const last = await keys.tidyTokenKeys(now)
    if (!isDue(last)) throw new RenewedMeanwhile(last)
    op.trace.admitted('system:token-keys', { resource: { type: 'installation', id: keys.installationId } })
    return keys.addTokenKey(now)
  })
  return renewing.catch((cause: unknown) => (cause instanceof RenewedMeanwhile ? cause.last : Promise.reject(cause)))
}

class RenewedMeanwhile extends Error {
  readonly last: Date
  constructor(last: Date) {
    super('another process has renewed the key of access tokens')
    this.last = last
  }
}

function operation(now: Date, action: AuditCode | 'none'): Operation {
  return systemOperation(INSTALLATION_TENANT, 'token keys', action, now)
}

// Whoever asks or guesses as nobody is counted in the database, so across processes and restarts, before anything is judged. [T15]
import { addressBlock } from '../../platform/address-block.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { type Quota, quotas, secondsLeft, windowOf } from './quota-rules.ts'
import { countUse } from './receipt-store.ts'

/** Takes one of what an address, or everybody, may do; refuses TOO_MANY_REQUESTS, whatever it would have come to. */
export async function countAgainst(keep: Keep, { now, origin }: Operation, quota: Quota): Promise<void> {
  const whose = quota === 'cases-of-everybody' ? '' : addressBlock(origin.address)
  const subject = await keep.vault.blindIndex('installation', `anonymous-${quota}`, whose)
  const [[counted]] = await keep.db.locators.runAll([countUse(subject, windowOf(quota, now))])
  if ((counted?.used ?? 0) <= quotas[quota].most) return
  refuse('TOO_MANY_REQUESTS', { headers: { 'Retry-After': String(secondsLeft(quota, now)) } })
}

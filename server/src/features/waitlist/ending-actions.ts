// What leaves the line of itself: what somebody asked for a patient whom they act for no more, and what was asked for days that have passed. What it was offered goes
// to the next.
import type { Transaction } from '../../platform/database.ts'
import { traceChange } from '../../security/change.ts'
import { NothingToDo, type Operation, systemOperation, unlessDone } from '../../security/operation.ts'
import type { MailKeep } from '../mail/index.ts'
import { lockOrphaned, lockPassed } from './offer-store.ts'
import { passOn } from './offering-actions.ts'
import { endEntry } from './store.ts'

const endings = {
  /** The link that it was asked by is over, or the account is closed. [V8.3.3] */
  orphaned: { lock: lockOrphaned, ending: 'withdrawn', action: 'waitlist.withdrawn', rule: 'system:waitlist:asker-gone' },
  passed: { lock: lockPassed, ending: 'over', action: 'waitlist.over', rule: 'system:waitlist:days-passed' },
} as const

/** Ends a request that the system found, with its event; false where another process was first. */
export async function endFound(keep: MailKeep, tenantId: string, id: string, why: keyof typeof endings, now: Date): Promise<boolean> {
  const { lock, ending, action, rule } = endings[why]
  const op = systemOperation(tenantId, 'waitlist', action, now)
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const [entry] = await tx.run(lock(id, now))
    if (entry === undefined) throw new NothingToDo()
    await tx.run(endEntry('system', id, ending, now))
    const of = { type: 'waitlist-entry', id }
    op.trace.admitted(rule, { patientIds: [entry.patient_id], resource: of })
    await traceChange(keep, op, { of, before: { ending: null }, after: { ending } })
    along.push(...(await passOn(tx, keep, op, id, 'withdrawn')))
  }
  return unlessDone(
    keep.db.transact(op, act, [], along).then(() => true),
    false,
  )
}

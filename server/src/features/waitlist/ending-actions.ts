// What somebody asked for a patient whom they act for no more is asked by nobody: it leaves the line, and what it was offered goes to the next. [V8.3.3]
import { traceChange } from '../../security/change.ts'
import { NothingToDo, type Operation, systemOperation, unlessDone } from '../../security/operation.ts'
import type { MailKeep } from '../mail/index.ts'
import { lockOrphaned } from './offer-store.ts'
import { passOn } from './offering-actions.ts'
import { endEntry } from './store.ts'

/** Ends such a request, with its event; false where another process was first. */
export async function endOrphaned(keep: MailKeep, tenantId: string, id: string, now: Date): Promise<boolean> {
  const op = systemOperation(tenantId, 'waitlist', 'waitlist.withdrawn', now)
  const along: Operation[] = []
  const act = async (tx: Parameters<typeof passOn>[0]) => {
    const [entry] = await tx.run(lockOrphaned(id, now))
    if (entry === undefined) throw new NothingToDo()
    await tx.run(endEntry('system', id, 'withdrawn', now))
    const of = { type: 'waitlist-entry', id }
    op.trace.admitted('system:waitlist:asker-gone', { patientIds: [entry.patient_id], resource: of })
    await traceChange(keep, op, { of, before: { ending: null }, after: { ending: 'withdrawn' } })
    along.push(...(await passOn(tx, keep, op, id, 'withdrawn')))
  }
  return unlessDone(
    keep.db.transact(op, act, [], along).then(() => true),
    false,
  )
}

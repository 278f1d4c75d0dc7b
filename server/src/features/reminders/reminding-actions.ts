// A visit is reminded of once: the row that says so, the mails and the event are one transaction, and a second row cannot be. [F50]
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { inside } from '../../security/inside.ts'
import { NothingToDo, type Operation, systemOperation, unlessDone } from '../../security/operation.ts'
import { listActive } from '../../security/store.ts'
import { dropMail, type MailKeep, mailPatient } from '../mail/index.ts'
import { findReminder, insertReminder, listDue, listRefusals, lockDue } from './store.ts'

export type RemindKeep = MailKeep
const atOnce = 50

/** Writes the reminders that are due in all organisations, and gives how many visits were reminded of; one that fails keeps none of the others. */
export async function remindDue(keep: RemindKeep, now: Date, log: Pick<Log, 'error'>): Promise<number> {
  const [tenants] = await keep.db.locators.runAll([listActive()])
  let reminded = 0
  for (const { tenant_id: tenantId } of tenants) {
    let done = atOnce
    while (done === atOnce) {
      const [due] = await keep.db.peek(tenantId, now, [listDue(now, atOnce)])
      done = 0
      for (const { id } of due) {
        const ended = await remindOf(keep, tenantId, id, now).catch((cause: unknown) => {
          log.error({ visit: id, cause }, 'a reminder could not be written')
          return 'failed' as const
        })
        if (ended !== 'failed') done += 1
        if (ended === 'told') reminded += 1
      }
    }
  }
  return reminded
}

/** The mails about a visit that is no more are not sent, where they still wait. */
export function forgetReminder(tx: Transaction, op: Operation, visitId: string): Promise<void> {
  return inside(tx, op, op.tenantId, async () => {
    const [reminder] = await tx.run(findReminder(visitId))
    if (reminder !== undefined && reminder.mail_ids.length > 0) await dropMail(tx, reminder.mail_ids, op.now)
  })
}

/** `quiet`: there is nobody to tell, or they want no reminders; `over`: another process was faster, or the visit is no more. */
async function remindOf(keep: RemindKeep, tenantId: string, id: string, now: Date): Promise<'told' | 'quiet' | 'over'> {
  const op = systemOperation(tenantId, 'reminders', 'none', now)
  const told: Operation[] = []
  const act = async (tx: Transaction) => {
    const [[visit], refusals] = await tx.runAll([lockDue(id, now), listRefusals()])
    if (visit === undefined) return 'over'
    const but = refusals.map(({ user_id }) => user_id)
    const to = { patientId: visit.patient_id, template: 'visit-reminder' as const, path: '/visits', usefulUntil: visit.start, but }
    const mailIds = await mailPatient(tx, keep, op, to)
    const made = await tx.run(insertReminder({ id: newId(now), visitId: id, mailIds }, now))
    if (made.length === 0) throw new NothingToDo()
    if (mailIds.length === 0) return 'quiet'
    const telling = op.asSystem(tenantId, 'reminders', 'reminder.queued')
    telling.trace.admitted('system:reminders', { patientIds: [visit.patient_id], resource: { type: 'appointment', id } })
    told.push(telling)
    return 'told'
  }
  return unlessDone(keep.db.transact(op, act, [], told), 'over')
}

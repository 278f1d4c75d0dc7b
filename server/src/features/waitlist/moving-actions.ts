// The line moves by the clock: an offer that is over opens nothing, whether or not somebody has noticed. Noticing gives the time to the next.
import type { Transaction } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { inside } from '../../security/inside.ts'
import { NothingToDo, type Operation, systemOperation, unlessDone } from '../../security/operation.ts'
import { listActive } from '../../security/store.ts'
import type { MailKeep } from '../mail/index.ts'
import { giveOfferedBack } from '../scheduling/index.ts'
import { endFound } from './ending-actions.ts'
import { endOffer, type Freed, listLapsed, listOrphaned, listPassed, lockLapsed } from './offer-store.ts'
import { offerNext } from './offering-actions.ts'

const atOnce = 50

/** What a time that somebody frees leads to: an offer to the first in line, as an operation whose event is written along. */
export function freeOffered(tx: Transaction, keep: MailKeep, op: Operation, freed: Freed): Promise<Operation[]> {
  return inside(tx, op, op.tenantId, () => offerNext(tx, keep, op, freed))
}

/**
 * Ends the offers that are over, the requests that nobody may ask any more and those whose days have passed, in all active organisations, each with its event, and
 * offers the times to the next. Gives how many offers were over.
 */
export async function moveLine(keep: MailKeep, now: Date, log: Pick<Log, 'error'>): Promise<number> {
  const [tenants] = await keep.db.locators.runAll([listActive()])
  let moved = 0
  for (const { tenant_id: tenantId } of tenants) {
    const statements = [listOrphaned(now, atOnce), listPassed(now, atOnce), listLapsed(now, atOnce)] as const
    const [orphaned, passed, lapsed] = await keep.db.peek(tenantId, now, statements)
    const over = [
      ...orphaned.map(({ id }) => ({ id, why: 'orphaned' as const })),
      ...passed.map(({ id }) => ({ id, why: 'passed' as const })),
    ]
    // One that fails keeps none of the others.
    for (const { id, why } of over) {
      await endFound(keep, tenantId, id, why, now).catch((cause: unknown) =>
        log.error({ entry: id, why, cause }, 'a request for a place in the line could not be ended'),
      )
    }
    for (const { id } of lapsed) {
      const done = await moveOne(keep, tenantId, id, now).catch((cause: unknown) => {
        log.error({ offer: id, cause }, 'an offer could not be passed on')
        return false
      })
      if (done) moved += 1
    }
  }
  return moved
}

async function moveOne(keep: MailKeep, tenantId: string, id: string, now: Date): Promise<boolean> {
  const op = systemOperation(tenantId, 'waitlist', 'waitlist.lapsed', now)
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const [offer] = await tx.run(lockLapsed(id, now))
    if (offer === undefined) throw new NothingToDo()
    await tx.run(endOffer(id, 'lapsed', now))
    await giveOfferedBack(tx, id)
    along.push(...(await offerNext(tx, keep, op, { doctorId: offer.doctor_id, start: offer.start, end: offer.end })))
    op.trace.admitted('system:waitlist', { patientIds: [offer.patient_id], resource: { type: 'waitlist-entry', id: offer.entry_id } })
  }
  const moving = keep.db.transact(op, act, [], along).then(() => true)
  return unlessDone(moving, false)
}

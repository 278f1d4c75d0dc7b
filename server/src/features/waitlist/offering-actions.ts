// A time that becomes free is kept, in the same transaction, for the first in line who can take it; nobody else gets it in between. [F49]
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import { awayIn, findDoctor, holdCalendar, isAwayIn } from '../doctors/index.ts'
import { type MailKeep, mailPatient } from '../mail/index.ts'
import { giveOfferedBack, keepOffered } from '../scheduling/index.ts'
import { type Fitting, fittingIn } from './kind-actions.ts'
import { endOffer, type Freed, insertOffer, listWaiting, lockOffer, lockWaiting, type WaitingRow } from './offer-store.ts'
import { dayOf, graceMs, isWished, offeredUntil } from './rules.ts'
import { findSettings } from './store.ts'
import { openWish } from './wish.ts'

/** Ends what is offered for a request, if anything is, and offers it to the next. Gives the operations whose events are to be written along. */
export function passOn(
  tx: Transaction,
  keep: MailKeep,
  op: Operation,
  entryId: string,
  outcome: 'declined' | 'withdrawn',
): Promise<Operation[]> {
  return inside(tx, op, op.tenantId, async () => {
    const [offer] = await tx.run(lockOffer(entryId))
    if (offer === undefined) return []
    await tx.run(endOffer(offer.id, outcome, op.now))
    await giveOfferedBack(tx, offer.id)
    return offerNext(tx, keep, op, { doctorId: offer.doctor_id, start: offer.start, end: offer.end })
  })
}

/** Offers a free time to the first in line who can take it; to nobody where the doctor is away then or the time is near. For the system. */
export async function offerNext(tx: Transaction, keep: MailKeep, op: Operation, freed: Freed): Promise<Operation[]> {
  const [, [doctor], [settings]] = await tx.runAll([holdCalendar(freed.doctorId), findDoctor(freed.doctorId), findSettings()])
  if (doctor === undefined || settings === undefined || isAwayIn(awayIn(doctor), freed)) return []
  const expiresAt = offeredUntil(freed.start, settings.waitlist_minutes, op.now)
  if (expiresAt === undefined) return []
  const timeZone = doctor.time_zone
  const day = dayOf(freed.start, timeZone)
  const id = newId(op.now)
  const keepFor = ({ from, until }: Fitting) =>
    keepOffered(tx, { offerId: id, doctorId: freed.doctorId, from, until }, new Date(expiresAt.getTime() + graceMs), op.now)
  const found = await firstInLine(tx, keep, op, freed, day, { ...doctor, timeZone }, keepFor)
  if (found === undefined) return []
  const { first, doctorId, start, end } = { ...found, doctorId: freed.doctorId }
  const made = await tx.run(insertOffer({ id, entryId: first.id, doctorId, start, end, expiresAt }, op.now))
  if (made.length === 0) throw new Error('a time that nobody has is offered to somebody already')
  await mailPatient(tx, keep, op, { patientId: first.patient_id, template: 'waitlist-offer', path: '/waitlist', usefulUntil: expiresAt })
  const offering = op.asSystem(op.tenantId, 'waitlist', 'waitlist.offered')
  offering.trace.admitted('system:waitlist', { patientIds: [first.patient_id], resource: { type: 'waitlist-entry', id: first.id } })
  return [offering]
}

type By = Parameters<typeof isWished>[1]

async function firstInLine(
  tx: Transaction,
  keep: MailKeep,
  op: Operation,
  freed: Freed,
  day: string,
  by: By,
  keepFor: (fitting: Fitting) => Promise<boolean>,
): Promise<(Fitting & { first: WaitingRow }) | undefined> {
  for (const row of await tx.run(listWaiting(freed, day, op.now))) {
    const wish = await openWish(keep, { tenantId: op.tenantId, id: row.id }, Sealed.fromDatabase(row.wish))
    if (wish === undefined || !isWished(wish, by, freed.start)) continue
    const fitting = await fittingIn(tx, freed, wish.visitTypeId, by.timeZone, op.now)
    if (fitting === undefined) continue
    const [locked] = await tx.run(lockWaiting(row.id, freed, day, op.now))
    if (locked !== undefined && (await keepFor(fitting))) return { ...fitting, first: row }
  }
  return undefined
}

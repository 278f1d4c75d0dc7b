import type { Api, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { awayIn, findDoctor, holdCalendar, isAwayIn } from '../doctors/index.ts'
import type { MailKeep } from '../mail/index.ts'
import { bookOffered, tellPatient, visitReply } from '../scheduling/index.ts'
import { acceptedIn } from './kind-actions.ts'
import { endOffer, lockOffer, type OfferRow } from './offer-store.ts'
import { passOn } from './offering-actions.ts'
import { subjectOf } from './replies.ts'
import { endEntry, lockEntry } from './store.ts'
import { openWish } from './wish.ts'

/** Books the time that is kept for the patient; of many who accept at once, one does. */
export async function accept(keep: MailKeep, op: Operation, id: string): Promise<Reply<Api['acceptOffer']>> {
  const booked = await keep.db.transact(op, async (tx) => {
    const { permit, offer, wish: sealed } = await answered(tx, op, id)
    const wish = await openWish(keep, { tenantId: op.tenantId, id }, Sealed.fromDatabase(sealed))
    const [, [doctor]] = await tx.runAll([holdCalendar(offer.doctor_id), findDoctor(offer.doctor_id)])
    if (doctor === undefined || isAwayIn(awayIn(doctor), offer)) return refuse('OFFER_OVER')
    const { id: offerId, doctor_id: doctorId, patient_id: patientId } = offer
    const fitting = await acceptedIn(tx, { ...offer, doctorId }, wish?.visitTypeId, doctor.time_zone)
    if (fitting === undefined) return refuse('OFFER_OVER')
    const visit = await bookOffered(tx, keep, op, permit, { offerId, doctorId, patientId, ...fitting })
    if (visit === undefined) return refuse('OFFER_OVER')
    await inside(tx, op, op.tenantId, () => tx.run(endOffer(offerId, 'accepted', op.now)))
    await tx.run(endEntry(permit, id, 'booked', op.now))
    await tellPatient(tx, keep, op, permit, visit)
    op.trace.resource = { type: 'appointment', id: visit.id, version: visit.version }
    return visit
  })
  return visitReply(keep, op, booked)
}

/** Lets the time go to the next; the patient keeps their place for other times. */
export async function decline(keep: MailKeep, op: Operation, id: string): Promise<null> {
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const { offer } = await answered(tx, op, id)
    await traceChange(keep, op, { of: { type: 'waitlist-entry', id }, before: { offerId: offer.id }, after: { offerId: null } })
    along.push(...(await passOn(tx, keep, op, id, 'declined')))
    return null
  }
  return keep.db.transact(op, act, [], along)
}

/** The request, locked, and what is open for it now. */
async function answered(tx: Transaction, op: Operation, id: string): Promise<{ permit: Permit; offer: OfferRow; wish: Buffer }> {
  const [entry = refuse('NOT_FOUND')] = await tx.run(lockEntry(id, op.now))
  const permit = Permit.ask(op, 'waitlist.use', subjectOf(entry))
  if (!entry.open) return refuse('WAITING_OVER')
  const [offer] = await inside(tx, op, op.tenantId, () => tx.run(lockOffer(id)))
  return offer === undefined || offer.expires_at <= op.now ? refuse('OFFER_OVER') : { permit, offer, wish: entry.wish }
}

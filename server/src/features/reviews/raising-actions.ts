import type { ReviewKind } from '@wardkeep/contract/reviews.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { inside } from '../../security/inside.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { type About, sealAbout } from './content.ts'
import { insertReview } from './store.ts'

/** `causeId`: what is reviewed, once; `subjectUserId`: whose act it was, who is not the one to judge it. */
export type NewReview = { kind: ReviewKind; causeId: string; subjectUserId: string; patientId?: string; about: About; days: number }

/** Raises a review inside the transaction of what is reviewed. Gives its event, to be written with the cause's; none where it stands already. */
export async function raiseReview(tx: Transaction, keep: Keep, op: Operation, review: NewReview): Promise<Consequence[]> {
  const { kind, causeId, subjectUserId, patientId, days } = review
  const id = newId(op.now)
  const about = await sealAbout(keep, { tenantId: op.tenantId, id, patientId }, review.about)
  const made = await inside(tx, op, op.tenantId, () =>
    insertReview(tx, { id, kind, causeId, subjectUserId, patientId, about, raisedAt: op.now, days }),
  )
  return made ? [{ action: 'review.raised', resource: { type: 'review', id } }] : []
}

import type { Api, Input, Reply } from '@wardkeep/contract'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { openName } from '../../security/people.ts'
import { may, Permit, type Subject } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openProfiles } from '../patients/index.ts'
import { type About, openAbout, openNote, sealNote } from './content.ts'
import { isOverdue, mustBeAnothers, mustBeOpen, whatNext } from './rules.ts'
import type { ReviewRow } from './store.ts'
import * as store from './store.ts'

type Review = Reply<Api['closeReview']>

export async function list(keep: Keep, op: Operation, query: Input<Api['listReviews']>['query']): Promise<Reply<Api['listReviews']>> {
  const { state = 'open' } = query
  const page = pageByTime(query)
  const listed = (state === 'open' ? store.listOpen : store.listClosed)(page.after, page.rows)
  const rows = await keep.db.read(op, [listed], ([found]) => {
    Permit.askAll(op, 'review.manage', cut(found, page).shown.map(subjectOf))
    return found
  })
  const { shown, last } = cut(rows, page)
  const items = await Promise.all(shown.map((row) => tell(keep, op, row)))
  return { items, next: nextByTime(last && { at: last.closed_at ?? last.due_at, id: last.id }) }
}

/** Judges what another did; of many at once one does. Refuses REVIEW_CLOSED, and OWN_ACCOUNT to who is judged. */
export async function close(keep: Keep, op: Operation, { params, body }: Input<Api['closeReview']>): Promise<Review> {
  const row = await keep.db.transact(op, async (tx) => {
    const found = (await store.lockReview(tx, params.id)) ?? refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'review.manage', subjectOf(found))
    mustBeAnothers(found, op.actor.userId)
    mustBeOpen(found)
    const note = await sealNote(keep, { tenantId: op.tenantId, id: found.id, patientId: found.patient_id }, body.note)
    const by = op.actor.userId ?? refuse('UNAUTHENTICATED')
    await store.closeReview(tx, permit, { id: found.id, outcome: body.outcome, note, by, at: op.now })
    const of = { type: 'review', id: found.id }
    await traceChange(keep, op, { of, before: { state: 'open' }, after: { state: 'closed', outcome: body.outcome, note: body.note } })
    const [closed] = await tx.run(store.findReview(found.id))
    return closed ?? refuse('NOT_FOUND')
  })
  return tell(keep, op, row)
}

/** Who gave no purpose gave no words. */
const noWords: About = {}

function subjectOf({ id, patient_id: patientId }: ReviewRow): Subject {
  return { ...(patientId !== null && { patientId }), resource: { type: 'review', id } }
}

async function tell(keep: Keep, op: Operation, row: ReviewRow): Promise<Review> {
  const key = { tenantId: op.tenantId, id: row.id, patientId: row.patient_id }
  const [subject, patient, { reason }, note, closer] = await Promise.all([
    openName(keep, op.tenantId, row.subject_user_id, row.subject_profile),
    patientOf(keep, op, row),
    row.about ? openAbout(keep, key, Sealed.fromDatabase(row.about)) : noWords,
    row.note && openNote(keep, key, Sealed.fromDatabase(row.note)),
    row.closed_by && row.closer_profile && openName(keep, op.tenantId, row.closed_by, row.closer_profile),
  ])
  return {
    id: row.id,
    kind: row.kind,
    state: row.closed_at === null ? 'open' : 'closed',
    overdue: isOverdue(row, op.now),
    raisedAt: row.raised_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    subject: { id: row.subject_user_id, displayName: subject.displayName },
    ...(patient && { patient }),
    ...(reason && { reason }),
    causeId: row.cause_id,
    ...(row.open_until && { openUntil: row.open_until.toISOString() }),
    ...(row.outcome && { outcome: row.outcome }),
    ...(note && { note }),
    ...(row.closed_at && { closedAt: row.closed_at.toISOString() }),
    ...(row.closed_by && closer && { closedBy: { id: row.closed_by, displayName: closer.displayName } }),
    can: [...whatNext(row, op.actor.userId), ...(row.open_until && may(op.actor, 'break-glass.end', subjectOf(row)) ? ['end-access'] : [])],
  }
}

async function patientOf(keep: Keep, op: Operation, { patient_id: id, patient_profile: profile }: ReviewRow) {
  if (id === null || profile === null) return undefined
  const [opened] = await openProfiles(keep, op.tenantId, [{ patientId: id, profile: Sealed.fromDatabase(profile) }])
  return { id, displayName: opened?.displayName ?? '' }
}

import type { Api, Input, Reply } from '@wardkeep/contract'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { openName } from '../../security/people.ts'
import { Permit, type Subject } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { noteIn, notePlace } from './alert.ts'
import { nextOf, whatNext } from './rules.ts'
import { type AlertRow, countOpen, findAlert, listAlerts, lockAlert, moveAlert } from './store.ts'

type Alert = Reply<Api['closeAlert']>
const most = 100

/** How many are open; nothing of anybody, so it leaves no event. */
export async function count(keep: Keep, op: Operation): Promise<Reply<Api['countAlerts']>> {
  return keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'alert.read', {})
    const [row] = await tx.run(countOpen(most))
    return { open: row?.open ?? 0 }
  })
}

export async function list(keep: Keep, op: Operation, query: Input<Api['listAlerts']>['query']): Promise<Reply<Api['listAlerts']>> {
  const { state, kind } = query
  const page = pageById(query)
  const rows = await keep.db.read(op, [listAlerts({ state, kind }, page.after, page.rows)], ([found]) => {
    Permit.askAll(op, 'alert.read', cut(found, page).shown.map(subjectOf))
    return found
  })
  const { shown, last } = cut(rows, page)
  const items = await Promise.all(shown.map((row) => tell(keep, op, row)))
  return { items, next: nextById(last) }
}

/** Takes an open alert up; of many at once one does. Refuses ALERT_CLOSED. */
export function acknowledge(keep: Keep, op: Operation, id: string, note: string | undefined): Promise<Alert> {
  return move(keep, op, { id, step: 'acknowledge', to: 'acknowledged', note })
}

/** Closes an alert for good; of many at once one does. Refuses ALERT_CLOSED. */
export function close(keep: Keep, op: Operation, id: string, note: string | undefined): Promise<Alert> {
  return move(keep, op, { id, step: 'close', to: 'closed', note })
}

type Step = { id: string; step: 'acknowledge' | 'close'; to: 'acknowledged' | 'closed'; note: string | undefined }

async function move(keep: Keep, op: Operation, { id, step, to, note }: Step): Promise<Alert> {
  const row = await keep.db.transact(op, async (tx) => {
    const found = (await lockAlert(tx, id)) ?? refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'alert.close', subjectOf(found))
    if (!nextOf(found.state).includes(step)) refuse('ALERT_CLOSED')
    const sealed = note === undefined ? undefined : await keep.vault.seal({ kind: 'tenant' }, notePlace(op.tenantId, id), { note })
    await moveAlert(tx, permit, { id, to, by: op.actor.userId ?? refuse('UNAUTHENTICATED'), at: op.now, note: sealed })
    const of = { type: 'alert', id }
    await traceChange(keep, op, { of, before: { state: found.state }, after: { state: to, note: note ?? null } })
    const [moved] = await tx.run(findAlert(id))
    return moved ?? refuse('NOT_FOUND')
  })
  return tell(keep, op, row)
}

function subjectOf({ id, patient_id: patientId }: AlertRow): Subject {
  return { ...(patientId !== null && { patientId }), resource: { type: 'alert', id } }
}

async function tell(keep: Keep, op: Operation, row: AlertRow): Promise<Alert> {
  const [user, by] = await Promise.all([person(keep, op, row.user_id, row.user_profile), person(keep, op, row.by_id, row.by_profile)])
  const note = row.note && noteIn(await keep.vault.open(notePlace(op.tenantId, row.id), Sealed.fromDatabase(row.note)))
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    state: row.state,
    raisedAt: row.raised_at.toISOString(),
    ...(user && { user }),
    ...(row.patient_id && { patientId: row.patient_id }),
    ...(row.subject_type && row.subject_id && { subject: { type: row.subject_type, id: row.subject_id } }),
    ...(row.acknowledged_at && { acknowledgedAt: row.acknowledged_at.toISOString() }),
    ...(row.closed_at && { closedAt: row.closed_at.toISOString() }),
    ...(by && { by }),
    ...(note && { note }),
    can: whatNext(op.actor, row.state),
  }
}

/** Row security shows the accounts to who runs the organisation alone; to others their ids. */
async function person(keep: Keep, op: Operation, id: string | null, profile: Buffer | null) {
  if (id === null) return undefined
  return { id, displayName: profile === null ? '' : (await openName(keep, op.tenantId, id, profile)).displayName }
}

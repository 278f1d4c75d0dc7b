import type { Input, Reply } from '@wardkeep/contract'
import type { createRecord, listRecords as listing, updateRecord } from '@wardkeep/contract/records.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openDoctors } from '../doctors/index.ts'
import { lockToChange } from './change-actions.ts'
import { openContent, sealContent } from './content.ts'
import { labelled, type RecordReply, type StoredRecord, subjectOf } from './record.ts'
import { openRecord } from './reply.ts'
import { mustBeAt, mustBeDraft, mustBeInCare, mustBeReleased, mustBeShown } from './rules.ts'
import {
  findAuthor,
  findChart,
  findRecord,
  findVisit,
  insertRecord,
  insertVersion,
  listRecords,
  markDeleted,
  type RecordRow,
  recordOf,
} from './store.ts'

/** Writes the first version of a draft into the chart of a patient whom the doctor cares for; asked again, the same draft is shown. Refuses NOT_FOUND where chart or visit is none of theirs. */
export function create(keep: Keep, op: Operation, body: Input<typeof createRecord>['body']): Promise<RecordReply> {
  const { patientId, appointmentId, confidentiality = 'N', ...text } = body
  const id = newId(op.now)
  return keep.db.transact(op, async (tx) => {
    const before = await madeBefore(keep, tx, op, { type: 'record', id }, body)
    if (before !== undefined) return openRecord(keep, op, mayBeRead(op, (await tx.run(findRecord(before)))[0]))
    const [charts, visits] = await tx.runAll([findChart(patientId), findVisit(appointmentId, patientId)])
    const chart = charts[0] ?? refuse('NOT_FOUND')
    const visit = appointmentId === undefined ? undefined : (visits[0] ?? refuse('NOT_FOUND'))
    const author = await openAuthor(keep, op, tx)
    const draft = { id, patientId: chart.id, appointmentId: visit?.id, authorId: author.id }
    mustBeInCare(chart)
    const permit = Permit.ask(op, 'record.write', subjectOf({ ...draft, assigned: chart.assigned, emergency: chart.emergency, version: 1 }))
    const after = { ...text, author: author.name }
    const content = await sealContent(keep, op.tenantId, { ...draft, version: 1 }, after)
    await traceChange(keep, op, {
      of: { type: 'record', id: draft.id },
      after: { state: 'draft', content: after, ...labelled(confidentiality) },
    })
    const record = await insertRecord(tx, permit, { ...draft, confidentiality, content, byUser: op.actor.userId, at: op.now })
    return openRecord(keep, op, record)
  })
}

/** Replaces the content of a draft, by its author or by who runs the organisation, by a new version; the old one stays. Refuses RECORD_NOT_DRAFT and VERSION_CONFLICT. */
export function update(
  keep: Keep,
  op: Operation,
  id: string,
  body: Input<typeof updateRecord>['body'],
  seen: number,
): Promise<RecordReply> {
  return keep.db.transact(op, async (tx) => {
    const { found, permit } = await lockToChange(op, tx, id, 'record.edit')
    mustBeDraft(found)
    mustBeAt(found, seen)
    const { confidentiality = found.confidentiality, ...text } = body
    const version = found.version + 1
    const before = await openContent(keep, op.tenantId, found)
    // Whoever else puts a draft right, it stays its author's.
    const author = permit.relation === 'author' ? (await openAuthor(keep, op, tx)).name : before.author
    const after = { ...text, author }
    const content = await sealContent(keep, op.tenantId, { ...found, version }, after)
    const of = { type: 'record', id: found.id }
    await traceChange(keep, op, {
      of,
      before: { state: 'draft', content: before, ...labelled(found.confidentiality) },
      after: { state: 'draft', content: after, ...labelled(confidentiality) },
    })
    const record = await insertVersion(tx, permit, { id: found.id, version, confidentiality, content, byUser: op.actor.userId, at: op.now })
    return openRecord(keep, op, record)
  })
}

/** Deletes a draft, by its author or by who runs the organisation: it is there no more for anybody, and its versions stay until retention. Refuses as `update` does. */
export function remove(keep: Keep, op: Operation, id: string, seen: number): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    const { found, permit } = await lockToChange(op, tx, id, 'record.delete')
    mustBeDraft(found)
    mustBeAt(found, seen)
    const content = await openContent(keep, op.tenantId, found)
    const before = { state: 'draft', content, ...labelled(found.confidentiality) }
    await traceChange(keep, op, { of: { type: 'record', id: found.id }, before })
    await markDeleted(tx, permit, found.id, op.now)
    return null
  })
}

/** A page of one patient's records, newest first. Refuses NOT_FOUND where the caller has no relation to the patient; no records is an empty page. */
export async function list(keep: Keep, op: Operation, query: Input<typeof listing>['query']): Promise<Reply<typeof listing>> {
  const { patientId } = query
  const page = pageByTime(query)
  const records = await keep.db.read(op, [findChart(patientId), listRecords(patientId, page.after, page.rows)], ([charts, rows]) => {
    const chart = charts[0] ?? refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'record.list', {
      patientId: chart.id,
      assigned: chart.assigned,
      emergency: chart.emergency,
      proxied: chart.proxied,
    })
    const found = rows.map(recordOf)
    for (const record of found) {
      mustBeShown(record, op.actor, permit.relation)
      mustBeReleased(record, op, permit.relation)
    }
    return found
  })
  const { shown, last } = cut(records, page)
  return {
    items: await Promise.all(shown.map((record) => openRecord(keep, op, record))),
    next: nextByTime(last && { at: last.createdAt, id: last.id }),
  }
}

export async function read(keep: Keep, op: Operation, id: string): Promise<RecordReply> {
  const record = await keep.db.read(op, [findRecord(id)], ([rows]) => mayBeRead(op, rows[0]))
  return openRecord(keep, op, record)
}

function mayBeRead(op: Operation, row: RecordRow | undefined): StoredRecord {
  const found = recordOf(row ?? refuse('NOT_FOUND'))
  const permit = Permit.ask(op, 'record.read', subjectOf(found))
  mustBeShown(found, op.actor, permit.relation)
  mustBeReleased(found, op, permit.relation)
  return found
}

export async function openAuthor(keep: Keep, op: Operation, tx: Transaction): Promise<{ id: string; name: string }> {
  const [row = refuse('NOT_FOUND')] = await tx.run(findAuthor())
  const [profile = refuse('NOT_FOUND')] = await openDoctors(keep, op.tenantId, [
    { doctorId: row.id, profile: Sealed.fromDatabase(row.profile) },
  ])
  return { id: row.id, name: profile.displayName }
}

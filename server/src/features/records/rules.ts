import { refuse } from '../../platform/refusal.ts'
import { isReleased } from '../../security/labels/policy.ts'
import type { Actor, Operation } from '../../security/operation.ts'
import { may } from '../../security/permit.ts'
import type { Relation } from '../../security/policy.ts'
import { type RecordState, type StoredRecord, subjectOf } from './record.ts'

/** [C24] Nobody writes into a chart without a live care relation, its own author included. */
export function mustBeInCare({ assigned }: { assigned: boolean }): void {
  if (!assigned) refuse('NOT_FOUND')
}

/** [F58] What is signed stands. */
export function mustBeDraft({ state }: { state: RecordState }): void {
  if (state !== 'draft') refuse('RECORD_NOT_DRAFT')
}

/** [F56] The version its caller saw is the one that is changed. */
export function mustBeAt(record: { version: number }, version: number): void {
  if (record.version !== version) refuse('VERSION_CONFLICT')
}

/** A draft is shown to its author and to who runs the organisation; to everybody else it does not exist. Row security says the same underneath. */
export function mustBeShown(record: Pick<StoredRecord, 'state' | 'authorId'>, reader: Pick<Actor, 'doctorId'>, relation: Relation): void {
  if (record.state === 'draft' && relation !== 'organisation' && record.authorId !== reader.doctorId) refuse('NOT_FOUND')
}

/** [F35] What is labelled does not exist for whoever the label does not let have it. Row security says the same underneath. */
export function mustBeReleased(
  record: Pick<StoredRecord, 'confidentiality' | 'authorId' | 'close'>,
  { actor, purpose }: Pick<Operation, 'actor' | 'purpose'>,
  relation: Relation,
): void {
  const author = actor.doctorId !== undefined && record.authorId === actor.doctorId
  if (!isReleased(record.confidentiality, { role: actor.role, relation, author, close: record.close, purpose })) refuse('NOT_FOUND')
}

/** What the actor may do next with the record. */
export function whatNext(actor: Actor, record: StoredRecord): string[] {
  const subject = subjectOf(record)
  const draft = record.state === 'draft' && record.assigned
  return [
    ...(draft && may(actor, 'record.write', subject) ? ['update'] : []),
    ...(draft && may(actor, 'record.sign', subject) ? ['sign'] : []),
    ...(record.signatures.length > 0 && may(actor, 'record.verify', subject) ? ['verify'] : []),
  ]
}

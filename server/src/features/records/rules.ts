import type { Permission } from '@wardkeep/contract/permissions.ts'
import { refuse } from '../../platform/refusal.ts'
import { isReleased } from '../../security/labels/policy.ts'
import type { Actor, Operation } from '../../security/operation.ts'
import { may, relationOf } from '../../security/permit.ts'
import type { Relation } from '../../security/policy.ts'
import { type RecordState, type StoredRecord, subjectOf } from './record.ts'

/** [C24] Nobody writes into a chart without a live care relation, its own author included; who runs the organisation needs none. */
export function mustBeInCare({ assigned }: { assigned: boolean }, relation?: Relation): void {
  if (!assigned && relation !== 'organisation') refuse('NOT_FOUND')
}

/** [F58] What is signed stands. */
export function mustBeDraft({ state }: { state: RecordState }): void {
  if (state !== 'draft') refuse('RECORD_NOT_DRAFT')
}

/** [C24] Only what is signed, and stands, is added to or retracted. */
export function mustStand({ state }: { state: RecordState }): void {
  if (!stands(state)) refuse('RECORD_NOT_SIGNED')
}

function stands(state: RecordState): boolean {
  return state === 'signed' || state === 'locked'
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
  const open = (permission: Permission) => {
    const relation = relationOf(actor, permission, subject)
    return relation !== undefined && (record.assigned || relation === 'organisation')
  }
  const acts: [string, boolean, Permission][] = [
    ['update', record.state === 'draft', 'record.edit'],
    ['delete', record.state === 'draft', 'record.delete'],
    ['sign', record.state === 'draft', 'record.sign'],
    ['add', stands(record.state), 'record.add'],
    ['retract', stands(record.state), 'record.retract'],
  ]
  return [
    ...acts.flatMap(([act, inTurn, permission]) => (inTurn && open(permission) ? [act] : [])),
    ...(record.signatures.length > 0 && may(actor, 'record.verify', subject) ? ['verify'] : []),
  ]
}

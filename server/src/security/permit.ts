import type { Permission } from '@wardkeep/contract/permissions.ts'
import { refuse } from '../platform/refusal.ts'
import type { Actor, Operation } from './operation.ts'
import { isInScope, isOnBehalf, type Relation, relationsFor } from './policy.ts'
import type { Resource } from './trace.ts'

/** What the policy needs to know of a thing: whose it is. `assigned` comes from the row itself, where a live care relation admitted it, `emergency`, where
 * that is emergency access and nothing else; `proxied`, `booked` and `asked` where the row says that the caller acts for the patient, for their visits too, and in their cases. */
export type Subject = {
  patientId?: string
  doctorId?: string
  authorId?: string
  ownerUserId?: string
  assigned?: boolean
  emergency?: boolean
  proxied?: boolean
  booked?: boolean
  asked?: boolean
  resource?: Resource
}

/**
 * The proof that the policy allowed one act on one thing. Only `Permit.ask` makes one, and it cannot be copied by spreading:
 * store functions that touch clinical data take a Permit, so no act reaches them unasked.
 */
export class Permit {
  readonly #granted: { permission: Permission; relation: Relation; tenantId: string }

  private constructor(permission: Permission, relation: Relation, tenantId: string) {
    this.#granted = { permission, relation, tenantId }
  }

  /** Asks the policy page; refuses NOT_FOUND where the caller stands in no relation that the page names. What was asked about is traced either way. */
  static ask(op: Operation, permission: Permission, subject: Subject): Permit {
    const patientIds = subject.patientId === undefined ? [] : [subject.patientId]
    const found = relationOf(op.actor, permission, subject)
    if (found === undefined) return refuse('NOT_FOUND')
    // The relation that admits decides the purpose, not the caller: by whatever rule, a chart that is open in an emergency is read and written in one.
    if (subject.assigned && subject.emergency) op.trace.purpose = 'BTG'
    if (isOnBehalf(found)) op.trace.actedFor(subject.patientId)
    op.trace.admitted(`${op.actor.role}:${permission}:${found}`, {
      patientIds,
      ...(subject.resource ? { resource: subject.resource } : {}),
    })
    return new Permit(permission, found, op.tenantId)
  }

  /** Asks for every row of a list; a row that the page does not admit is a bug of the query, so the whole list is refused. */
  static askAll(op: Operation, permission: Permission, subjects: readonly Subject[]): Permit {
    const role = op.actor.role
    for (const subject of subjects) Permit.ask(op, permission, subject)
    const relation = relationsFor(role, permission)[0] ?? refuse('FORBIDDEN')
    op.trace.admitted(`${role}:${permission}:list`)
    op.trace.resource = undefined
    return new Permit(permission, relation, op.tenantId)
  }

  get relation(): Relation {
    return this.#granted.relation
  }
  get permission(): Permission {
    return this.#granted.permission
  }
}

/** Whether the actor may, without refusing: for the `can` lists of replies. */
export function may(actor: Actor, permission: Permission, subject: Subject): boolean {
  return relationOf(actor, permission, subject) !== undefined
}

/** Whether the actor reaches what is clinical of the subject's patient. */
export function canAccessPatientData(actor: Actor, subject: Subject): boolean {
  return may(actor, 'history.read', subject)
}

/** The first relation on the page that truly holds between the actor and the subject; pure and total, unknown roles have none. */
export function relationOf(actor: Actor, permission: Permission, subject: Subject): Relation | undefined {
  return decide(actor, permission, subject).granted
}

/** What decides: by which relation it is granted, or whether the role, or its key, lacks it or the relation is missing. Explanations are made from it too. */
export type Decision = { granted: Relation; missing?: undefined } | { granted?: undefined; missing: 'role' | 'relation' }

export function decide(actor: Actor, permission: Permission, subject: Subject): Decision {
  const relations = relationsIn(actor, permission)
  const granted = relations.find((relation) => holds[relation](actor, subject))
  return granted ? { granted } : { missing: relations.length === 0 ? 'role' : 'relation' }
}

/** What a key's scopes leave of the page, and what is left to whoever's token says for whom they act: that patient, and only on their behalf. */
function relationsIn(actor: Actor, permission: Permission): readonly Relation[] {
  if (actor.key && !isInScope(actor.key.scopes, permission)) return []
  const relations = relationsFor(actor.role, permission)
  return actor.actingFor === undefined ? relations : relations.filter(isOnBehalf)
}

const isMeant = (actor: Actor, { patientId }: Subject) => actor.actingFor === undefined || actor.actingFor === patientId

const holds: Record<Relation, (actor: Actor, subject: Subject) => boolean> = {
  own: (actor, subject) => actor.userId !== undefined && actor.userId === subject.ownerUserId,
  self: (actor, subject) => actor.patientId !== undefined && actor.patientId === subject.patientId,
  assigned: (actor, subject) => actor.doctorId !== undefined && subject.assigned === true && subject.emergency !== true,
  emergency: (actor, subject) => actor.doctorId !== undefined && subject.assigned === true && subject.emergency === true,
  schedule: (actor, subject) => actor.doctorId !== undefined && actor.doctorId === subject.doctorId,
  author: (actor, subject) => actor.doctorId !== undefined && actor.doctorId === subject.authorId,
  organisation: (actor) => actor.userId !== undefined,
  proxy: (actor, subject) => actor.userId !== undefined && subject.proxied === true && isMeant(actor, subject),
  booker: (actor, subject) => actor.userId !== undefined && subject.proxied === true && subject.booked === true && isMeant(actor, subject),
  asker: (actor, subject) => actor.userId !== undefined && subject.proxied === true && subject.asked === true && isMeant(actor, subject),
}

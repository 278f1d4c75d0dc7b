// Why somebody may or may not: told from the decision itself and what row security shows them, never decided here again. [F33]
import type { Reply } from '@wardkeep/contract'
import type { ExplainedType, explainAccess } from '@wardkeep/contract/access.ts'
import type { Permission } from '@wardkeep/contract/permissions.ts'
import type { Actor } from '../../security/operation.ts'
import { decide, type Subject } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { type Fact, stateOf, toldOf } from './reach.ts'

type Explanation = Reply<typeof explainAccess>

export type Asked = {
  person: Actor & { active: boolean }
  permission: Permission
  /** Undefined where no thing was asked about. */
  thing: { type: ExplainedType; subject: Subject; draft: boolean; shown: boolean } | undefined
  facts: readonly Fact[]
  now: Date
}

export function explained({
  person,
  permission,
  thing,
  facts,
  now,
}: Asked): Pick<Explanation, 'allowed' | 'reason' | 'rule' | 'relations' | 'facts'> {
  const relations = [...relationsFor(person.role, permission)]
  const told = {
    relations,
    facts: facts.map((fact) => ({
      ...toldOf(fact, now),
      ...(fact.capacity && { capacity: fact.capacity }),
      ...(fact.mayBook !== undefined && { mayBook: fact.mayBook }),
    })),
  }
  if (!person.active) return { allowed: false, reason: 'disabled', ...told }
  if (relations.length === 0) return { allowed: false, reason: 'role', ...told }
  if (thing === undefined) return { allowed: true, reason: 'relation', ...told }
  const { granted } = decide(person, permission, thing.subject)
  if (granted && thing.shown) return { allowed: true, reason: 'relation', rule: `${person.role}:${permission}:${granted}`, ...told }
  return { allowed: false, reason: missing(thing.draft, facts, now), ...told }
}

/** What stands in the way of somebody whose role has the permission. */
function missing(draft: boolean, facts: readonly Fact[], now: Date): Explanation['reason'] {
  const states = facts.map((fact) => stateOf(fact, now))
  if (states.includes('live')) return draft ? 'draft' : 'no-relation'
  if (states.includes('coming')) return 'coming'
  return states.includes('ended') ? 'ended' : 'no-relation'
}

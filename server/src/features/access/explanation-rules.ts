// Why somebody may or may not: told from the decision itself and what row security shows them, never decided here again. [F33]
import type { Reply } from '@wardkeep/contract'
import type { ExplainedType, explainAccess } from '@wardkeep/contract/access.ts'
import type { Confidentiality } from '@wardkeep/contract/labels.ts'
import type { Permission } from '@wardkeep/contract/permissions.ts'
import { releaseFor, toldOf as releaseTold } from '../../security/labels/policy.ts'
import type { Actor } from '../../security/operation.ts'
import { decide, type Subject } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { type Fact, stateOf, toldOf } from './reach.ts'

type Explanation = Reply<typeof explainAccess>

export type Asked = {
  person: Actor & { active: boolean }
  permission: Permission
  /** Undefined where no thing was asked about. */
  thing: { type: ExplainedType; subject: Subject; draft: boolean; label: Confidentiality; shown: boolean } | undefined
  facts: readonly Fact[]
  now: Date
}

export function explained({
  person,
  permission,
  thing,
  facts,
  now,
}: Asked): Pick<Explanation, 'allowed' | 'reason' | 'rule' | 'relations' | 'facts' | 'label'> {
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
  const more = { ...told, ...labelOf(thing.label, person.role) }
  if (granted && thing.shown) return { allowed: true, reason: 'relation', rule: `${person.role}:${permission}:${granted}`, ...more }
  const isNear = granted !== undefined || facts.some((fact) => stateOf(fact, now) === 'live')
  if (isNear && !thing.draft && thing.label !== 'N') return { allowed: false, reason: 'label', ...more }
  return { allowed: false, reason: missing(thing.draft, facts, now), ...more }
}

function labelOf(confidentiality: Confidentiality, role: string): Pick<Explanation, 'label'> {
  if (confidentiality === 'N') return {}
  const release = releaseFor(confidentiality, role)
  return { label: { confidentiality, ...(release && { release: releaseTold(release) }) } }
}

/** What stands in the way of somebody whose role has the permission. */
function missing(draft: boolean, facts: readonly Fact[], now: Date): Explanation['reason'] {
  const states = facts.map((fact) => stateOf(fact, now))
  if (states.includes('live')) return draft ? 'draft' : 'no-relation'
  if (states.includes('coming')) return 'coming'
  return states.includes('ended') ? 'ended' : 'no-relation'
}

import type { Api, Input, Reply } from '@wardkeep/contract'
import { type ExplainedType, explainedAbout, explainedTypes } from '@wardkeep/contract/access.ts'
import { patientFields } from '@wardkeep/contract/fields.ts'
import { roles } from '@wardkeep/contract/identity.ts'
import { permissions } from '@wardkeep/contract/permissions.ts'
import { refuse } from '../../platform/refusal.ts'
import { fieldPage } from '../../security/fields/policy.ts'
import type { Keep } from '../../security/keep.ts'
import { labelPage, toldOf } from '../../security/labels/policy.ts'
import type { Actor, Operation } from '../../security/operation.ts'
import { asNobody, asPerson } from '../../security/other-eyes-store.ts'
import { Permit, type Subject } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { asAuditor, asRuntime } from '../../security/store.ts'
import { factIn } from './care-team-store.ts'
import { explained } from './explanation-rules.ts'
import {
  findKnown,
  findPerson,
  findSeen,
  findSubject,
  listFacts,
  type PersonRow,
  type SeenRow,
  type SubjectRow,
} from './explanation-store.ts'

type Explanation = Reply<Api['explainAccess']>

/** The page that decides, read from itself. */
export async function readPolicy(op: Operation): Promise<Reply<Api['readPolicy']>> {
  Permit.ask(op, 'access.explain', {})
  return {
    roles: [...roles],
    permissions: permissions.map((name) => ({
      name,
      grants: roles.flatMap((role) => {
        const relations = [...relationsFor(role, name)]
        return relations.length === 0 ? [] : [{ role, relations }]
      }),
    })),
    fields: fieldPage().map(({ role, relations, fields }) => ({
      role,
      relations: [...relations],
      rights: patientFields.flatMap((field) => {
        const right = fields[field]
        return right ? [{ field, right }] : []
      }),
    })),
    labels: labelPage().map(({ label, role, release }) => ({ label, role, relations: [...release.relations], ...toldOf(release) })),
  }
}

/** Asks the decision itself, on the facts as they are now and on what row security shows through the person's own eyes. */
export async function explainAccess(keep: Keep, op: Operation, query: Input<Api['explainAccess']>['query']): Promise<Explanation> {
  const { user, action, resource } = query
  const about = aboutOf(query)
  const known = [findPerson(user), findSubject(about?.type, about?.id), listFacts(user, about?.type, about?.id)] as const
  // Who looked is read under the journal's own role, which knows of more charts than it may open.
  // Without a thing there is nothing to look at: the doctor of no id is seen by nobody.
  const eyes = action === 'access-log.read' ? asAuditor : asRuntime
  const look = action === 'access-log.read' ? findKnown(about?.id ?? noId) : findSeen(about?.type ?? 'doctor', about?.id ?? noId)
  const seen = [asPerson(user, query.purpose), eyes, look, asRuntime, asNobody] as const
  return keep.db.read(op, [...known, ...seen], ([[row], [subject], facts, , , [shown]]) => {
    Permit.ask(op, 'access.explain', {})
    const person = personOf(op, row ?? refuse('NOT_FOUND'))
    if (about !== undefined && subject === undefined) return refuse('NOT_FOUND')
    op.trace.admitted(`${op.actor.role}:access.explain:organisation`, {
      patientIds: subject?.patient_id ? [subject.patient_id] : [],
      resource: about ?? { type: 'user', id: person.userId },
      fields: ['access'],
    })
    const thing =
      about && subject
        ? {
            type: about.type,
            subject: subjectOf(person, about.type, subject, shown),
            draft: subject.draft,
            label: subject.confidentiality,
            shown: shown !== undefined,
          }
        : undefined
    return {
      ...explained({ person, permission: action, thing, facts: facts.map(factIn), now: op.now }),
      person: { id: person.userId, role: person.role },
      action,
      ...(resource && { resource }),
    }
  })
}

const noId = '00000000-0000-0000-0000-000000000000'

function aboutOf({ action, resource }: Input<Api['explainAccess']>['query']): { type: ExplainedType; id: string } | undefined {
  if (resource === undefined) return undefined
  const [name, id = ''] = resource.split(':')
  const type = explainedTypes.find((known) => known === name)
  if (type === undefined || !explainedAbout[action]?.includes(type))
    return refuse('BAD_REQUEST', { errors: [{ field: 'resource', reason: 'is nothing that this action is done to' }] })
  return { type, id: id.toLowerCase() }
}

function personOf(op: Operation, row: PersonRow): Actor & { userId: string; role: PersonRow['role']; active: boolean } {
  return {
    via: 'session',
    tenantId: op.tenantId,
    userId: row.id,
    role: row.role,
    name: '',
    active: row.active,
    ...(row.patient_id && { patientId: row.patient_id }),
    ...(row.doctor_id && { doctorId: row.doctor_id }),
  }
}

/** What the endpoints themselves tell the policy of such a thing. Who writes into a chart is the author of what comes of it. */
function subjectOf(person: Actor, type: ExplainedType, row: SubjectRow, shown: SeenRow | undefined): Subject {
  const assigned = shown?.assigned === true
  const authorId = type === 'patient' && assigned ? person.doctorId : (row.author_id ?? undefined)
  return {
    ...(row.patient_id && { patientId: row.patient_id }),
    ...(row.doctor_id && { doctorId: row.doctor_id }),
    ...(authorId && { authorId }),
    assigned,
    emergency: shown?.emergency === true,
    proxied: typeof shown?.acting === 'boolean',
    booked: shown?.acting === true,
  }
}

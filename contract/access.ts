import { Type } from 'typebox'
import { purposes } from './audit.ts'
import { Reach } from './care-team.ts'
import { endpoint, signedIn } from './endpoint.ts'
import { fieldRights, patientFields } from './fields.ts'
import { Role, roles } from './identity.ts'
import { withholding } from './labels.ts'
import { type Permission, permissions } from './permissions.ts'
import { Exactly, Id } from './shapes.ts'

const Label = Type.Enum(withholding)
const Purpose = Type.Enum(purposes)
const PermissionName = Type.Enum(permissions)

/** The page that decides, as data: every permission, and by which relations each role has it. What is not on it is nobody's. */
export const readPolicy = endpoint({
  method: 'GET',
  path: '/access/policy',
  status: 200,
  summary: 'Which role may do what, to what it stands in which relation to',
  access: 'access.explain',
  assurance: signedIn,
  audit: 'none',
  reply: Type.Object({
    roles: Type.Array(Role),
    permissions: Type.Array(
      Type.Object({
        name: PermissionName,
        grants: Type.Array(Type.Object({ role: Type.Enum(roles), relations: Type.Array(Type.String()) })),
      }),
    ),
    /** What each role is shown of a patient, by the relations that show it; a field that is not named is hidden. */
    fields: Type.Array(
      Type.Object({
        role: Role,
        relations: Type.Array(Type.String()),
        rights: Type.Array(Type.Object({ field: Type.Enum(patientFields), right: Type.Enum(fieldRights) })),
      }),
    ),
    /** What releases a labelled record to a role; a role that is not named never has it. */
    labels: Type.Array(
      Type.Object({
        label: Label,
        role: Role,
        relations: Type.Array(Type.String()),
        /** Those that match; none where every purpose does. */
        purposes: Type.Array(Purpose),
        /** It takes one that is stated. */
        stated: Type.Boolean(),
        /** It takes a place in the care team, or emergency access. */
        close: Type.Boolean(),
      }),
    ),
  }),
  refusals: [],
})

export const explainedTypes = ['patient', 'appointment', 'record', 'doctor'] as const
export type ExplainedType = (typeof explainedTypes)[number]

const chart = ['patient'] as const
const record = ['record'] as const
const visit = ['appointment'] as const
const doctor = ['doctor'] as const
/** What each permission can be asked about; the others are about no single thing. */
export const explainedAbout: { readonly [K in Permission]?: readonly ExplainedType[] } = {
  'patient.read': chart,
  'patient.update': chart,
  'history.read': chart,
  'access-log.read': chart,
  'care-team.read': chart,
  'care-team.manage': chart,
  'record.list': chart,
  'appointment.book': chart,
  'record.write': chart,
  'record.edit': record,
  'record.read': record,
  'record.verify': record,
  'record.sign': record,
  'appointment.read': visit,
  'appointment.cancel': visit,
  'doctor.read': doctor,
  'slots.read': doctor,
  'availability.read': doctor,
  'availability.write': doctor,
}

/**
 * Why: `relation` allows; `disabled` the account, `role` the role has no such permission, `no-relation` none that the page names, `ended` and
 * `coming` there is one, but not now, `draft` of somebody else, `label` the security label asks for more: see `label`.
 */
export const explainedReasons = ['relation', 'disabled', 'role', 'no-relation', 'ended', 'coming', 'draft', 'label'] as const

export const explainAccess = endpoint({
  method: 'GET',
  path: '/access/explanation',
  status: 200,
  summary: 'Whether somebody may do something now, and the exact rule and fact that allow or deny it',
  access: 'access.explain',
  assurance: signedIn,
  audit: 'access.explained',
  query: Exactly({
    user: Id,
    action: PermissionName,
    /** `patient:ID`, `appointment:ID`, `record:ID` or `doctor:ID`; without it, whether the role has the permission at all. */
    resource: Type.Optional(
      Type.String({ pattern: '^(patient|appointment|record|doctor):[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
    ),
    /** As if they stated this one; without it, as if they stated none. */
    purpose: Type.Optional(Purpose),
  }),
  reply: Type.Object({
    allowed: Type.Boolean(),
    reason: Type.Enum(explainedReasons),
    /** As the journal names it, such as `doctor:patient.read:assigned`. */
    rule: Type.Optional(Type.String()),
    person: Type.Object({ id: Id, role: Role }),
    action: PermissionName,
    resource: Type.Optional(Type.String()),
    /** The relations by which the role has the permission. */
    relations: Type.Array(Type.String()),
    /** The facts that tie the person, as a doctor, to the patient: the newest first, those that have ended included; at most 20. */
    facts: Type.Array(Reach),
    /** The security label of the record, and what releases it to somebody of this role; no `release` where nothing does. */
    label: Type.Optional(
      Type.Object({
        confidentiality: Label,
        release: Type.Optional(Type.Object({ purposes: Type.Array(Purpose), stated: Type.Boolean(), close: Type.Boolean() })),
      }),
    ),
  }),
  refusals: ['NOT_FOUND'],
})

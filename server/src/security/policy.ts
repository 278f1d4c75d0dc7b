// The page: which role may do what, to what it stands in which relation to. Nothing is allowed that is not written here.
import { keyScopes } from '@wardkeep/contract/api-keys.ts'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { Permission, relations } from '@wardkeep/contract/permissions.ts'
import { askedRoles, type staffFactors } from '@wardkeep/contract/sign-in-rules.ts'

export type Relation = (typeof relations)[number]

type Grants = Partial<Record<Permission, readonly Relation[]>>

const everyone: Grants = {
  'session.own': ['own'],
  'mailbox.read': ['own'],
}
const directory: Grants = {
  'doctor.list': ['organisation'],
  'doctor.read': ['organisation'],
  'slots.read': ['organisation'],
}

const page: Readonly<Record<RoleName, Grants>> = {
  patient: {
    ...everyone,
    ...directory,
    'patient.list': ['self', 'proxy'],
    'patient.read': ['self', 'proxy'],
    'patient.update': ['self'],
    'history.read': ['self', 'proxy'],
    'access-log.read': ['self', 'proxy'],
    'appointment.list': ['self', 'booker'],
    'appointment.read': ['self', 'booker'],
    'appointment.book': ['self', 'booker'],
    'appointment.cancel': ['self', 'booker'],
    'waitlist.read': ['self', 'booker'],
    'waitlist.use': ['self', 'booker'],
    'appointment.hold': ['own'],
    'appointment.reschedule': ['self', 'booker'],
    'record.list': ['self', 'proxy'],
    'record.read': ['self', 'proxy'],
    'record.verify': ['self', 'proxy'],
    'care-team.read': ['self', 'proxy'],
    'account.close': ['own'],
    'proxy.read': ['self'],
    'proxy.end': ['self', 'own'],
    'proxy.own': ['own'],
    'proxy.invite': ['self'],
    'calendar.own': ['own'],
    'case.submit': ['self', 'asker'],
    'case.list': ['self', 'asker'],
    'case.read': ['self', 'asker'],
    'case.write': ['self', 'asker'],
    'case.close': ['self', 'asker'],
    'case.reopen': ['self', 'asker'],
    'case.withdraw': ['self', 'asker'],
    'case.claim': ['self'],
    'membership.read': ['self'],
    'legacy.read': ['self', 'proxy'],
  },
  doctor: {
    ...everyone,
    ...directory,
    'patient.list': ['assigned', 'emergency'],
    'patient.read': ['assigned', 'emergency'],
    'history.read': ['assigned', 'emergency'],
    'availability.read': ['schedule'],
    'availability.write': ['schedule'],
    'appointment.list': ['schedule'],
    'appointment.read': ['schedule'],
    'appointment.cancel': ['schedule'],
    'appointment.reschedule': ['schedule'],
    'appointment.receive': ['schedule'],
    'appointment.complete': ['schedule'],
    'appointment.override': ['schedule'],
    'room.list': ['organisation'],
    'appointment.hand-over': ['schedule'],
    'record.list': ['assigned', 'emergency'],
    'record.read': ['assigned', 'emergency', 'author'],
    'record.write': ['author'],
    'record.edit': ['author'],
    'record.delete': ['author'],
    'record.add': ['assigned', 'emergency'],
    'record.retract': ['author'],
    'record.sign': ['author'],
    'record.verify': ['assigned', 'emergency', 'author'],
    'care-team.read': ['assigned', 'emergency'],
    'break-glass.open': ['own'],
    'break-glass.end': ['own'],
    'calendar.own': ['own'],
    'case.list': ['schedule'],
    'case.read': ['schedule'],
    'case.write': ['schedule'],
    'case.accept': ['schedule'],
    'case.answer': ['schedule'],
    'case.close': ['schedule'],
    'case.route': ['schedule'],
    'assistant.use': ['schedule'],
    'legacy.read': ['assigned', 'emergency'],
  },
  admin: {
    ...everyone,
    ...directory,
    'patient.list': ['organisation'],
    'patient.read': ['organisation'],
    'patient.update': ['organisation'],
    'history.read': ['organisation'],
    'access-log.read': ['organisation'],
    'availability.read': ['organisation'],
    'availability.write': ['organisation'],
    'appointment.list': ['organisation'],
    'appointment.read': ['organisation'],
    'appointment.book': ['organisation'],
    'appointment.cancel': ['organisation'],
    'appointment.hold': ['own'],
    'appointment.reschedule': ['organisation'],
    'appointment.receive': ['organisation'],
    'appointment.complete': ['organisation'],
    'appointment.override': ['organisation'],
    'room.list': ['organisation'],
    'room.manage': ['organisation'],
    'appointment.hand-over': ['organisation'],
    'waitlist.read': ['organisation'],
    'waitlist.use': ['organisation'],
    'record.list': ['organisation'],
    'record.read': ['organisation'],
    'record.verify': ['organisation'],
    'record.edit': ['organisation'],
    'record.delete': ['organisation'],
    'record.retract': ['organisation'],
    'journal.read': ['organisation'],
    'mailbox.read': ['organisation'],
    'user.unlock': ['organisation'],
    'user.manage': ['organisation'],
    'invitation.manage': ['organisation'],
    'api-key.manage': ['organisation'],
    'usage.read': ['organisation'],
    'usage.limit': ['organisation'],
    'care-team.read': ['organisation'],
    'care-team.manage': ['organisation'],
    'access.explain': ['organisation'],
    'sign-in-rules.manage': ['organisation'],
    'account.close': ['own'],
    'alert.read': ['organisation'],
    'alert.close': ['organisation'],
    'review.manage': ['organisation'],
    'organisation.manage': ['organisation'],
    'proxy.read': ['organisation'],
    'proxy.link': ['organisation'],
    'proxy.end': ['organisation'],
    'break-glass.end': ['organisation'],
    'visit-type.manage': ['organisation'],
    'holiday.manage': ['organisation'],
    'case.route': ['organisation'],
    'case.oversee': ['organisation'],
    'partner.list': ['organisation'],
    'partner.manage': ['organisation'],
    'membership.check': ['organisation'],
    'membership.read': ['organisation'],
    'legacy.read': ['organisation'],
    'legacy.link': ['organisation'],
    'legacy.list': ['organisation'],
  },
  reception: {
    ...everyone,
    ...directory,
    'patient.list': ['organisation'],
    'patient.read': ['organisation'],
    'patient.update': ['organisation'],
    'availability.read': ['organisation'],
    'appointment.list': ['organisation'],
    'appointment.read': ['organisation'],
    'appointment.book': ['organisation'],
    'appointment.cancel': ['organisation'],
    'appointment.hold': ['own'],
    'appointment.reschedule': ['organisation'],
    'appointment.receive': ['organisation'],
    'appointment.override': ['organisation'],
    'room.list': ['organisation'],
    'appointment.hand-over': ['organisation'],
    'waitlist.read': ['organisation'],
    'waitlist.use': ['organisation'],
    'partner.list': ['organisation'],
    'membership.check': ['organisation'],
    'membership.read': ['organisation'],
  },
  auditor: {
    ...everyone,
    'access-log.read': ['organisation'],
    'journal.read': ['organisation'],
    'access.explain': ['organisation'],
    'alert.read': ['organisation'],
  },
  service: {
    ...directory,
    'appointment.list': ['organisation'],
    'appointment.read': ['organisation'],
    'appointment.book': ['organisation'],
    'case.submit': ['organisation'],
    'case.list': ['own'],
    'case.read': ['own'],
    'case.write': ['own'],
    'case.close': ['own'],
    'case.reopen': ['own'],
    'case.withdraw': ['own'],
  },
}

const grantsOf = new Map<string, Grants>(Object.entries(page))
const none: readonly Relation[] = []

/** The relations by which a role has a permission; none where the page is silent. */
export function relationsFor(role: string, permission: Permission): readonly Relation[] {
  return grantsOf.get(role)?.[permission] ?? none
}

/** Whether what this relation admits is done for somebody else, whom the journal then names (F27). */
export function isOnBehalf(relation: Relation): boolean {
  return relation === 'proxy' || relation === 'booker' || relation === 'asker'
}

/** Whether the role has the permission at all, over whatever. */
export function hasPermission(role: string, permission: Permission): boolean {
  return relationsFor(role, permission).length > 0
}

/** Whose keys speak for it. A key's scopes narrow this page for it, and never widen it. */
export const serviceRole = 'service' as const satisfies RoleName

/** The scopes of a key that the page still gives to services. */
export function scopesIn(names: readonly string[]): (typeof keyScopes)[number][] {
  return keyScopes.filter((scope) => names.includes(scope) && hasPermission(serviceRole, scope))
}

export function isInScope(scopes: readonly Permission[], permission: Permission): boolean {
  return scopes.includes(permission)
}
/** Of whom an organisation asks a second factor: of everybody but patients, and of single roles; a kind is asked of everybody but patients. */
export type Demands = { staff: boolean; roles: readonly RoleName[]; kind?: (typeof staffFactors)[number] }

/** The roles of which it can be asked one by one. */
export const askable = askedRoles

/** The level that a session of this role must have before it reaches anything of the clinic. */
export function levelRequired(role: string, { staff, roles, kind = 'any' }: Demands): 1 | 2 {
  return ((staff || kind !== 'any') && !isPatientRole(role)) || roles.some((asked) => asked === role) ? 2 : 1
}

/** Whether the role has a calendar and signs records. */
export function isDoctorRole(role: string): boolean {
  return role === 'doctor'
}

/** Who runs an organisation from its first day; it always has one who may sign in. */
export const founderRole = 'admin' as const satisfies RoleName

/** Roles that run or read the organisation and are not patients: whose names and addresses are sealed under the tenant's own key. */
export function isPatientRole(role: string): boolean {
  return role === 'patient'
}

/** Who acts for a patient has an account of this role, with or without a chart of their own. */
export const actsForOthers = 'patient' as const satisfies RoleName

/** Who reaches every chart by running the organisation and caring for nobody, and so says for what. */
export function owesPurpose(role: string): boolean {
  return role === founderRole
}

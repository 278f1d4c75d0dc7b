import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Exactly, Id, Language, limits, ProtectedLine, TimeZone } from './shapes.ts'

/** Seconds that each clock of a session takes, and days until a review is due: the least and the most that an organisation can set. */
export const settingLimits = {
  seconds: [300, 604_800],
  reviewDays: [1, 30],
  languages: 20,
  reminderHours: [1, 168],
  waitlistMinutes: [5, 1440],
} as const

/** What happens where an administrator reads a chart without saying for what: it is put up for review, or refused. */
export const purposeModes = ['open', 'strict'] as const

/** The clocks of a session, in seconds: idle until it locks, since the last full proof until it locks, and its whole life. */
export const sessionClocks = [
  'staffIdleSeconds',
  'patientIdleSeconds',
  'staffProofSeconds',
  'patientProofSeconds',
  'sessionSeconds',
] as const

const Seconds = Type.Integer({ minimum: settingLimits.seconds[0], maximum: settingLimits.seconds[1] })

const settings = {
  name: ProtectedLine(limits.line, 1),
  timeZone: TimeZone,
  /** Spoken there. */
  languages: Type.Array(Language, { minItems: 1, maxItems: settingLimits.languages, uniqueItems: true }),
  /** Patients may open accounts themselves; one organisation of an installation can have this. */
  openRegistration: Type.Boolean(),
  staffIdleSeconds: Seconds,
  patientIdleSeconds: Seconds,
  staffProofSeconds: Seconds,
  patientProofSeconds: Seconds,
  sessionSeconds: Seconds,
  /** Days until a review is due. */
  reviewDays: Type.Integer({ minimum: settingLimits.reviewDays[0], maximum: settingLimits.reviewDays[1] }),
  purposeMode: Type.Enum(purposeModes),
  /** Hours before a visit at which it is reminded of. */
  reminderHours: Type.Integer({ minimum: settingLimits.reminderHours[0], maximum: settingLimits.reminderHours[1] }),
  /** Minutes for which a time that became free is kept for one who waits. */
  waitlistMinutes: Type.Integer({ minimum: settingLimits.waitlistMinutes[0], maximum: settingLimits.waitlistMinutes[1] }),
}

export const OrganisationSettings = Type.Object({ id: Id, slug: Type.String(), ...settings, version: Type.Integer({ minimum: 1 }) })

export const readOrganisation = endpoint({
  method: 'GET',
  path: '/organisations/me',
  status: 200,
  summary: 'The settings of the organisation',
  access: 'organisation.manage',
  assurance: signedIn,
  audit: 'organisation.read',
  reply: OrganisationSettings,
  refusals: [],
})

export const setOrganisation = endpoint({
  method: 'PUT',
  path: '/organisations/me',
  status: 200,
  summary: 'Change the settings of the organisation; they hold from the next request of every session on',
  access: 'organisation.manage',
  assurance: freshlyProvenInFull,
  audit: 'organisation.changed',
  versioned: true,
  body: Exactly(settings),
  reply: OrganisationSettings,
  refusals: ['VERSION_CONFLICT', 'VERSION_REQUIRED', 'REGISTRATION_TAKEN'],
})

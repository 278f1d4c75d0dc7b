import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Exactly, Id, Language, limits, ProtectedLine, TimeZone } from './shapes.ts'

/** What an organisation can set, the least and the most: seconds of a session’s clocks, days until a review is due, days after a visit, years of age,
 * hours before a visit at which it is reminded of, minutes for which a freed time is kept for one who waits,
 * hours before a visit until which its patient may cancel or move it, minutes for which a chosen time is held. */
export const settingLimits = {
  seconds: [300, 604_800],
  reviewDays: [1, 30],
  followUpDays: [0, 365],
  proxyUntilAge: [12, 25],
  languages: 20,
  reminderHours: [1, 168],
  waitlistMinutes: [5, 1440],
  lateCancelHours: [0, 72],
  holdMinutes: [2, 15],
  adminNetworks: 50,
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
  /** Days after the end of a visit for which its doctor still reaches the chart; of visits that are booked from then on. */
  followUpDays: Type.Integer({ minimum: settingLimits.followUpDays[0], maximum: settingLimits.followUpDays[1] }),
  /** The age at which a patient acts alone; of links that are made from then on. */
  proxyUntilAge: Type.Integer({ minimum: settingLimits.proxyUntilAge[0], maximum: settingLimits.proxyUntilAge[1] }),
  /** Hours before a visit at which it is reminded of. */
  reminderHours: Type.Integer({ minimum: settingLimits.reminderHours[0], maximum: settingLimits.reminderHours[1] }),
  /** Minutes for which a time that became free is kept for one who waits. */
  waitlistMinutes: Type.Integer({ minimum: settingLimits.waitlistMinutes[0], maximum: settingLimits.waitlistMinutes[1] }),
  /** Hours before a visit until which its patient may cancel or move it; of those that are booked already too. */
  lateCancelHours: Type.Integer({ minimum: settingLimits.lateCancelHours[0], maximum: settingLimits.lateCancelHours[1] }),
  /** Minutes for which a chosen time is held; of holds that are made from then on. */
  holdMinutes: Type.Integer({ minimum: settingLimits.holdMinutes[0], maximum: settingLimits.holdMinutes[1] }),
  /** From where whoever runs the organisation may act: networks in CIDR form, or single addresses; none is everywhere. */
  adminNetworks: Type.Array(Type.String({ pattern: '^[0-9a-fA-F:.]+(/[0-9]{1,3})?$', maxLength: 49 }), {
    maxItems: settingLimits.adminNetworks,
    uniqueItems: true,
  }),
}

export const OrganisationSettings = Type.Object({
  id: Id,
  slug: Type.String(),
  ...settings,
  /** Where this request came from, as the server sees it. */
  ownAddress: Type.String(),
  version: Type.Integer({ minimum: 1 }),
})

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
  refusals: ['VERSION_CONFLICT', 'VERSION_REQUIRED', 'REGISTRATION_TAKEN', 'OWN_NETWORK_MISSING'],
})

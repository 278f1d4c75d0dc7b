import type { Api, Input } from '@wardkeep/contract'

/** Settings that an organisation may have, for tests that set any. */
export const harbourSettings: Input<Api['setOrganisation']>['body'] = {
  name: 'Harbour Clinic',
  timeZone: 'Asia/Jerusalem',
  languages: ['en', 'he'],
  openRegistration: true,
  staffIdleSeconds: 900,
  patientIdleSeconds: 3600,
  staffProofSeconds: 43_200,
  patientProofSeconds: 86_400,
  sessionSeconds: 604_800,
  reviewDays: 3,
  purposeMode: 'open',
  followUpDays: 90,
  proxyUntilAge: 18,
  reminderHours: 24,
  waitlistMinutes: 30,
  lateCancelHours: 2,
  holdMinutes: 5,
  adminNetworks: [],
}

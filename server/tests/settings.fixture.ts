import type { Api, Input } from '@wardkeep/contract'
import type { Clinic } from './clinic.ts'
import { max, type Person } from './people.ts'

type Settings = Input<Api['setOrganisation']>['body']

/** Settings that an organisation may have, for tests that set any. */
export const harbourSettings: Settings = {
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

/** Changes some settings of an organisation by its administrator, and leaves the others. */
export async function changeSettings(clinic: Clinic, changes: Partial<Settings>, admin: Person = max): Promise<void> {
  const client = await clinic.as(admin)
  const { id: _, slug: __, ownAddress: ___, version, ...settings } = await client.readOrganisation()
  await client.setOrganisation({ version, body: { ...settings, ...changes } })
}

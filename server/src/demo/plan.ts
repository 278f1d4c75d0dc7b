// Who stands in the demo clinic. Passwords, ids and secrets are drawn once and kept in a draft, so that an interrupted start goes on where it was.
import type { RoleName } from '@wardkeep/contract/identity.ts'
import { newId } from '../platform/ids.ts'
import { newApiKey, newSecret, newTotpSecret } from '../security/vault/index.ts'

export type DemoAccount = { role: RoleName; login: string; password: string; organisation: string; totpSecret?: string }
/** Speaks by its key; there is no way to sign in as it. */
export type DemoService = { role: 'service'; login: string; apiKey: string; organisation: string }
export type PlannedOrganisation = {
  tenantId: string
  slug: string
  name: string
  timeZone: string
  languages: string[]
  openRegistration: boolean
  staffSecondFactor: boolean
  /** Bundles of server/fixtures/synthea whose patients are registered here. */
  bundles: string[]
  accounts: DemoAccount[]
  service: DemoService
}
export type Plan = { organisations: PlannedOrganisation[] }

const staff = ['doctor', 'admin', 'reception', 'auditor'] as const

export function newPlan(now: Date): Plan {
  return {
    organisations: [
      organisation(now, {
        slug: 'harbour',
        name: 'Harbour Clinic',
        timeZone: 'Asia/Jerusalem',
        languages: ['en', 'he', 'es'],
        openRegistration: true,
        staffSecondFactor: false,
        bundles: ['agustin-fonseca.json', 'alberto-atencio.json'],
      }),
      organisation(now, {
        slug: 'hilltop',
        name: 'Hilltop Practice',
        timeZone: 'Europe/Berlin',
        languages: ['en', 'es'],
        openRegistration: false,
        staffSecondFactor: true,
        bundles: ['buster-hoeger.json'],
      }),
    ],
  }
}

function organisation(now: Date, made: Omit<PlannedOrganisation, 'tenantId' | 'accounts' | 'service'>): PlannedOrganisation {
  const account = (role: RoleName): DemoAccount => ({
    role,
    login: `${role}@${made.slug}.example`,
    password: newPassword(),
    organisation: made.slug,
    ...(made.staffSecondFactor && staff.some((member) => member === role) ? { totpSecret: newTotpSecret() } : {}),
  })
  const service: DemoService = {
    role: 'service',
    login: `service@${made.slug}.example`,
    apiKey: newApiKey().key,
    organisation: made.slug,
  }
  return { ...made, tenantId: newId(now), accounts: [account('patient'), ...staff.map(account)], service }
}

/** 72 random bits in a form that can be typed and holds all four classes of the default policy. */
function newPassword(): string {
  const letters = newSecret().replaceAll(/[^A-Za-z0-9]/g, '')
  return `Wk7-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 12)}`
}

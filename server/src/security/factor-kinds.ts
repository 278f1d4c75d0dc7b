// Of what kind a second factor must be, where the organisation asks its staff for passkeys: one that nobody can be talked into handing over, or one whose
// key also stays on its device. What that is, the authenticator says of itself in what it signs (WebAuthn Level 3, 6.1.3). [V6.3.3]
import type { staffFactors } from '@wardkeep/contract/sign-in-rules.ts'
import { isPatientRole } from './policy.ts'

export type FactorKind = (typeof staffFactors)[number]
/** How many passkeys an account has, and how many of them stay on their device. */
export type Held = { passkeys: number; bound: number }

/** The kind that is asked of a role. */
export function kindAskedOf(role: string, staffFactor: FactorKind): FactorKind {
  return isPatientRole(role) ? 'any' : staffFactor
}

/** Whether nothing that an account has is of the kind. */
export function lacksKind(kind: FactorKind, { passkeys, bound }: Held): boolean {
  if (kind === 'any') return false
  return (kind === 'passkey' ? passkeys : bound) === 0
}

/** Whether a factor counts for an account: who has one of the kind shows nothing weaker, and who has none yet comes in to set one up. */
export function counts(kind: FactorKind, held: Held, shown: 'code' | 'passkey' | 'bound'): boolean {
  if (kind === 'any' || lacksKind(kind, held)) return true
  return shown === 'bound' || (shown === 'passkey' && kind === 'passkey')
}

// What tries are counted for. Each is a keyed hash of what was typed or where it came from, never of an account, so an unknown name counts and
// locks as a known one does.
import { Refusal } from '../../platform/refusal.ts'
import type { Vault } from '../../security/vault/index.ts'
import { addressBlock } from './lockout-rules.ts'

export type AccountId = { tenantId: string; userId: string }
export type BucketKind = 'account' | 'address' | 'device' | 'second-factor' | 'step-up' | 'registration' | 'mailed-link' | 'installation'
export type Bucket = { kind: BucketKind; hash: Buffer }

/**
 * What one try is counted for, whose account that is, if anybody's, and whose failures a success forgets. `row`: of which account wrong passwords are
 * counted in a row, however long it takes.
 */
export type Counted = { buckets: readonly Bucket[]; of: AccountId | undefined; clears?: readonly Buffer[]; row?: Bucket }

/** A refusal of what was tried, not of anything else about the request. Whoever has a link that once led somewhere has not guessed it. */
export function countsAsFailure(cause: unknown): boolean {
  return cause instanceof Refusal && (cause.code === 'INVALID_CREDENTIALS' || cause.code === 'LINK_UNKNOWN')
}

async function bucket(vault: Vault, kind: BucketKind, purpose: string, text: string): Promise<Bucket> {
  return { kind, hash: await vault.blindIndex('installation', `lockout-${purpose}`, text) }
}

/** Passwords tried for a name, as `normaliseTyped` gives it. */
export function forName(vault: Vault, normalised: string): Promise<Bucket> {
  return bucket(vault, 'account', 'name', normalised)
}

/** Wrong passwords in a row of an account, whichever its name and the device; where nobody has the name, of the name. */
export function forRow(vault: Vault, subject: string): Promise<Bucket> {
  return bucket(vault, 'account', 'row', subject)
}

/** What unknown devices try from an address; each use has its own count. */
export function forAddress(vault: Vault, use: 'sign-in' | 'registration' | 'mailed-link', address: string): Promise<Bucket> {
  return bucket(vault, 'address', `address-${use}`, addressBlock(address))
}

/** What fails anywhere. Its lock shuts nobody out: it makes addresses lock sooner. */
export function forEverywhere(vault: Vault): Promise<Bucket> {
  return bucket(vault, 'installation', 'everywhere', '')
}

/** What a device, on which the user is known, tries for that user. */
export function forDevice(vault: Vault, factor: 'password' | 'code', deviceId: string, userId: string): Promise<Bucket> {
  return bucket(vault, 'device', `device-${factor}`, `${deviceId} ${userId}`)
}

/** Codes tried for a user on unknown devices. */
export function forSecondFactor(vault: Vault, userId: string): Promise<Bucket> {
  return bucket(vault, 'second-factor', 'second-factor', userId)
}

/** What is tried inside a user's sessions. */
export function forStepUp(vault: Vault, userId: string): Promise<Bucket> {
  return bucket(vault, 'step-up', 'step-up', userId)
}

/** Who asks to register with an e-mail address, or does so on the known device of a user. */
export function forRegistration(vault: Vault, by: 'name' | 'user', text: string): Promise<Bucket> {
  return bucket(vault, 'registration', `registration-${by}`, text)
}

/** Links asked for and followed on the known device of a user. */
export function forMailedLink(vault: Vault, userId: string): Promise<Bucket> {
  return bucket(vault, 'mailed-link', 'mailed-link', userId)
}

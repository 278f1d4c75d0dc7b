import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import { isPatientRole } from '../../security/policy.ts'
import type { KeyOwner, Place, Sealed } from '../../security/vault/index.ts'

/** What an account's one envelope holds. */
export const AccountProfile = Type.Object({
  email: Type.String(),
  username: Type.Optional(Type.String()),
  displayName: Type.String(),
})
export type AccountProfile = Type.Static<typeof AccountProfile>

export type AccountKey = { tenantId: string; userId: string; role: string; patientId?: string | null | undefined }

/** Seals it under the patient's own key, or the tenant's for who runs the organisation. */
export function sealAccount(keep: Keep, account: AccountKey, profile: AccountProfile): Promise<Sealed> {
  return keep.vault.seal(keyOf(account), profilePlace(account), profile)
}

export async function openAccount(keep: Keep, account: { tenantId: string; userId: string }, sealed: Sealed): Promise<AccountProfile> {
  return Value.Parse(AccountProfile, await keep.vault.open(profilePlace(account), sealed))
}

const TotpSecret = Type.Object({ secret: Type.String() })

/** Seals a TOTP secret (base32) under the same key as the account. */
export function sealTotp(keep: Keep, account: AccountKey, secret: string): Promise<Sealed> {
  return keep.vault.seal(keyOf(account), totpPlace(account), { secret })
}

export async function openTotp(keep: Keep, account: { tenantId: string; userId: string }, sealed: Sealed): Promise<string> {
  return Value.Parse(TotpSecret, await keep.vault.open(totpPlace(account), sealed)).secret
}

/** Seals a TOTP secret that was shown and is not confirmed yet. */
export function sealEnrolment(keep: Keep, account: AccountKey, secret: string): Promise<Sealed> {
  return keep.vault.seal(keyOf(account), enrolmentPlace(account), { secret })
}

export async function openEnrolment(keep: Keep, account: { tenantId: string; userId: string }, sealed: Sealed): Promise<string> {
  return Value.Parse(TotpSecret, await keep.vault.open(enrolmentPlace(account), sealed)).secret
}

const PasskeySecret = Type.Object({ name: Type.String(), key: Type.Object({ id: Type.String(), publicKey: Type.String() }) })
type PasskeySecret = Type.Static<typeof PasskeySecret>

/** Seals what an authenticator holds, and what its owner calls it, under the same key as the account. */
export function sealPasskey(keep: Keep, account: AccountKey, id: string, held: PasskeySecret): Promise<Sealed> {
  return keep.vault.seal(keyOf(account), passkeyPlace(account.tenantId, id), held)
}

export async function openPasskey(keep: Keep, { tenantId, id }: { tenantId: string; id: string }, sealed: Sealed): Promise<PasskeySecret> {
  return Value.Parse(PasskeySecret, await keep.vault.open(passkeyPlace(tenantId, id), sealed))
}

export function keyOf({ role, patientId }: AccountKey): KeyOwner {
  return isPatientRole(role) && patientId ? { kind: 'patient', patientId } : { kind: 'tenant' }
}

function profilePlace({ tenantId, userId }: { tenantId: string; userId: string }): Place {
  return { tenantId, table: 'users', column: 'profile', rowId: userId }
}

function enrolmentPlace({ tenantId, userId }: { tenantId: string; userId: string }): Place {
  return { tenantId, table: 'totp_enrolments', column: 'secret', rowId: userId }
}

function passkeyPlace(tenantId: string, id: string): Place {
  return { tenantId, table: 'passkeys', column: 'credential', rowId: id }
}

function totpPlace({ tenantId, userId }: { tenantId: string; userId: string }): Place {
  return { tenantId, table: 'second_factors', column: 'secret', rowId: userId }
}

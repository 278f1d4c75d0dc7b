import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import { serviceRole } from '../../security/policy.ts'
import { insertNames, insertTotp, insertUser, type NewName } from './account-store.ts'
import { type AccountProfile, sealAccount, sealTotp } from './profile.ts'
import { mustHaveDomain, nameHash, normaliseUsername } from './sign-in-names.ts'

export type NewAccount = {
  id?: string
  tenantId: string
  role: RoleName
  email: string
  username?: string | undefined
  displayName: string
  /** BCP 47. */
  language: string
  /** From `Passwords.hash`; null for an account that cannot sign in by a password. */
  passwordHash: string | null
  /** The chart of a patient, whose key must be there (`vault.createPatient`) and whose row must be inserted before. */
  patientId?: string | undefined
  doctorId?: string | undefined
  /** When the e-mail address was proven; null where its owner has yet to do that. */
  emailVerifiedAt: Date | null
  /** Base32, as confirmed by its owner. */
  totpSecret?: string | undefined
  now: Date
}

/** The e-mail address or username has an account already; the transaction must be rolled back. */
export class NameTaken extends Error {}

/**
 * Makes an account that can sign in at once, in a transaction of the system inside the account's organisation, and gives its id.
 * Throws `NameTaken`; refuses BAD_REQUEST for an e-mail address without a domain.
 */
export async function insertAccount(tx: Transaction, keep: Keep, account: NewAccount): Promise<string> {
  const { tenantId, role, patientId, doctorId, language, passwordHash, emailVerifiedAt, now } = account
  const id = account.id ?? newId(now)
  const key = { tenantId, userId: id, role, patientId }
  const names = await namesOf(keep, account)
  const profile = await sealAccount(keep, key, profileOf(account))
  const user = {
    tenantId,
    id,
    role,
    language,
    passwordHash,
    emailIndex: names[0].hash,
    patientId,
    doctorId,
    profile,
    emailVerifiedAt,
    createdAt: now,
  }
  if (!(await insertUser(tx, user)) || !(await insertNames(tx, tenantId, id, names))) throw new NameTaken('a sign-in name is taken')
  if (account.totpSecret !== undefined) await insertTotp(tx, tenantId, id, await sealTotp(keep, key, account.totpSecret), now)
  return id
}

/**
 * Makes the account of a service, which speaks by its API keys alone: it has no name to sign in by, no password and no address that mail could
 * go to, so there is no other way to it.
 */
export async function insertService(
  tx: Transaction,
  keep: Keep,
  { tenantId, displayName, now }: { tenantId: string; displayName: string; now: Date },
): Promise<string> {
  const id = newId(now)
  const key = { tenantId, userId: id, role: serviceRole }
  const profile = await sealAccount(keep, key, { email: '', displayName })
  const emailIndex = await keep.vault.blindIndex('installation', 'service-account', id)
  const none = { passwordHash: null, patientId: undefined, doctorId: undefined, emailVerifiedAt: null }
  await insertUser(tx, { ...none, tenantId, id, role: serviceRole, language: 'en', emailIndex, profile, createdAt: now })
  return id
}

async function namesOf({ vault }: Keep, { email, username }: NewAccount): Promise<[NewName, ...NewName[]]> {
  const byEmail: NewName = { kind: 'email', hash: await nameHash(vault, mustHaveDomain(email)) }
  if (username === undefined) return [byEmail]
  return [byEmail, { kind: 'username', hash: await nameHash(vault, normaliseUsername(username)) }]
}

function profileOf({ email, username, displayName }: NewAccount): AccountProfile {
  return { email, ...(username === undefined ? {} : { username }), displayName }
}

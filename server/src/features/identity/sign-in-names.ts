// A sign-in name is found by a keyed hash alone, alike for every way of writing the same name.
import { domainToASCII } from 'node:url'
import { refuse } from '../../platform/refusal.ts'
import type { Vault } from '../../security/vault/index.ts'

/**
 * An e-mail address as it is compared: NFKC, small letters, the domain in ASCII (RFC 5891). Undefined where the part behind the @ is no domain.
 */
export function normaliseEmail(email: string): string | undefined {
  const text = email.normalize('NFKC').trim().toLowerCase()
  const at = text.lastIndexOf('@')
  const domain = at > 0 ? domainToASCII(text.slice(at + 1)) : ''
  return domain === '' ? undefined : `${text.slice(0, at)}@${domain}`
}

/** The same for an address that is to be kept; refuses BAD_REQUEST where it has no domain. */
export function mustHaveDomain(email: string): string {
  return normaliseEmail(email) ?? refuse('BAD_REQUEST', { errors: [{ field: 'email', reason: 'has no domain after the @' }] })
}

export function normaliseUsername(username: string): string {
  return username.trim().toLowerCase()
}

/** What somebody typed to sign in: an e-mail address where it has an @, which no username has. */
export function normaliseTyped(name: string): string {
  return normaliseEmail(name) ?? normaliseUsername(name)
}

/** The key of `sign_in_names`, and for an e-mail address also of `users.email_index`; 32 bytes. */
export function nameHash(vault: Vault, normalised: string): Promise<Buffer> {
  return vault.blindIndex('installation', 'sign-in-name', normalised)
}

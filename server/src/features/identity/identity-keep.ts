import type { Identities } from '../../security/identities.ts'
import type { Keep } from '../../security/keep.ts'
import type { AccessTokens, OpaqueSecrets, Passwords } from '../../security/vault/index.ts'

/** What the acts of identity are handed beyond the common keep. */
export type IdentityKeep = Keep & {
  readonly tokens: AccessTokens
  readonly secrets: OpaqueSecrets
  readonly passwords: Passwords
  readonly identities: Identities
}

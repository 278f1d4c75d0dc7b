import type { Turns } from '../../platform/turns.ts'
import type { Identities } from '../../security/identities.ts'
import type { Keep } from '../../security/keep.ts'
import type { AccessTokens, OpaqueSecrets, Passkeys, Passwords } from '../../security/vault/index.ts'

/** What becomes of mail: it goes out, it stays in the demo's mailbox, or nobody said where to send it. */
export type MailRoute = 'sent' | 'mailbox' | 'none'

/** What making a link takes. */
export type LinkKeep = Keep & {
  readonly secrets: OpaqueSecrets
  /** Scheme and host of every link that is mailed. */
  readonly publicUrl: string
}

/** What it takes to judge a try and count it. */
export type LockKeep = LinkKeep & {
  /** In which tries of one kind are judged in this process. */
  readonly turns: Turns
}

/** What the acts of identity are handed beyond the common keep. */
export type IdentityKeep = LockKeep & {
  readonly tokens: AccessTokens
  readonly passwords: Passwords
  readonly passkeys: Passkeys
  readonly identities: Identities
  readonly mail: MailRoute
  /** Nobody signs in before the e-mail address of the account is proven. */
  readonly verifiedOnly: boolean
}

import type { Passwords } from '../../security/vault/index.ts'
import type { LockKeep } from '../identity/index.ts'

/** What inviting and accepting are handed beyond the common keep. */
export type ProxyKeep = LockKeep & {
  readonly passwords: Passwords
  /** Whether mail goes out, or is kept where it can be looked at. */
  readonly mails: boolean
}

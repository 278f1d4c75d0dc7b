import { keyLimits } from '@wardkeep/contract/api-keys.ts'
import { refuse } from '../../platform/refusal.ts'

export type Life = { expires_at: Date; revoked_at: Date | null }
export type State = 'valid' | 'expired' | 'revoked'

export function stateOf({ expires_at, revoked_at }: Life, now: Date): State {
  if (revoked_at !== null) return 'revoked'
  return expires_at > now ? 'valid' : 'expired'
}

export function mustNotBeRevoked({ revoked_at }: Life): void {
  if (revoked_at !== null) refuse('KEY_REVOKED')
}

export function mustHaveRoom(living: number): void {
  if (living >= keyLimits.living) refuse('TOO_MANY_KEYS')
}

/** So many days from now on. */
export function expiryOf(days: number, now: Date): Date {
  return new Date(now.getTime() + days * 86_400_000)
}

import { refuse } from '../../platform/refusal.ts'
import { kindAskedOf, lacksKind } from '../../security/factor-kinds.ts'
import type { Actor } from '../../security/operation.ts'
import { type Demands, levelRequired } from '../../security/policy.ts'

/** Whoever asks a second factor, or one of a kind, of their own role and has none is told so before: refuses OWN_FACTOR_MISSING where they did not say that they know. */
export function mustKnowItIsAsked(actor: Actor, asked: Demands, evenOfMe: boolean | undefined): void {
  const kind = kindAskedOf(actor.role, asked.kind ?? 'any')
  const lacks = actor.session !== undefined && lacksKind(kind, actor.session.held)
  if ((lacks || (hasNoFactor(actor) && levelRequired(actor.role, asked) === 2)) && evenOfMe !== true) refuse('OWN_FACTOR_MISSING')
}

export function hasNoFactor({ session }: Actor): boolean {
  return session !== undefined && !session.enrolled
}

/** The strongest kind of passkey that the caller has. */
export function strongestOf({ session }: Actor): 'none' | 'passkey' | 'device-bound-passkey' {
  if (session === undefined || session.held.passkeys === 0) return 'none'
  return session.held.bound > 0 ? 'device-bound-passkey' : 'passkey'
}

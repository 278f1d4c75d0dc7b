import { refuse } from '../../platform/refusal.ts'
import type { Actor } from '../../security/operation.ts'
import { type Demands, levelRequired } from '../../security/policy.ts'

/** Whoever asks a second factor of their own role and has none is told so before: refuses OWN_FACTOR_MISSING where they did not say that they know. */
export function mustKnowItIsAsked(actor: Actor, asked: Demands, evenOfMe: boolean | undefined): void {
  if (hasNoFactor(actor) && levelRequired(actor.role, asked) === 2 && evenOfMe !== true) refuse('OWN_FACTOR_MISSING')
}

export function hasNoFactor({ session }: Actor): boolean {
  return session !== undefined && !session.enrolled
}

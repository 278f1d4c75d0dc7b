// What was proven, how strongly and how long ago, measured against what an endpoint asks for: one rule for every way in. [F14]
import type { Assurance } from '@wardkeep/contract/endpoint.ts'
import { refuse } from '../platform/refusal.ts'
import { lacksKind } from './factor-kinds.ts'
import type { Actor } from './operation.ts'

/**
 * Refuses STEP_UP_REQUIRED with the challenge of RFC 9470 where the session's proof is too weak or too old for the endpoint, and
 * ENROLMENT_REQUIRED where it cannot be stronger before a second factor, or one of the kind that is asked, is set up. A key proves nothing more than itself: SESSION_REQUIRED.
 */
export function mustBeProven(actor: Actor, asked: Assurance, now: Date): void {
  const { session } = actor
  if (actor.key) return void ((asked.level > 1 || asked.freshWithin !== undefined || asked.ofAccount) && refuse('SESSION_REQUIRED'))
  if (session === undefined) return void (asked.level > 0 && refuse('UNAUTHENTICATED'))
  const fresh = asked.ofAccount && session.enrolled ? 2 : asked.level
  const level = Math.max(fresh, asked.enrolling ? 1 : session.required)
  const lacks = lacksKind(session.kind, session.held) && !asked.enrolling
  if (lacks || (session.assurance < level && !session.enrolled)) refuse('ENROLMENT_REQUIRED')
  const freshWithin = asked.passwordGiven && fresh === 1 ? undefined : asked.freshWithin
  if (session.assurance >= level && (freshWithin === undefined || ageOf(session, fresh, now) <= freshWithin)) return
  const maxAge = freshWithin === undefined ? '' : `, max_age=${freshWithin}`
  const acr = session.assurance >= level ? fresh : level
  refuse('STEP_UP_REQUIRED', {
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_user_authentication", acr_values="aal${acr}"${maxAge}` },
  })
}

/** What an endpoint asks of this caller, who aims at the thing with that id. */
export function askedOf(asked: Assurance, { patientId }: Actor, id: unknown): Assurance {
  if (!asked.exceptOwn || typeof id !== 'string' || id.toLowerCase() !== patientId) return asked
  const { freshWithin: _, ...rest } = asked
  return rest
}

/** Seconds since the last proof of that level; a password makes no second factor fresh. */
function ageOf({ provenAt, secondProvenAt }: NonNullable<Actor['session']>, level: number, now: Date): number {
  const at = level === 2 ? secondProvenAt : provenAt
  return at === null ? Number.POSITIVE_INFINITY : (now.getTime() - at.getTime()) / 1000
}

// What was proven, how strongly and how long ago, measured against what an endpoint asks for: one rule for every way in.
import type { Assurance } from '@wardkeep/contract/endpoint.ts'
import { refuse } from '../platform/refusal.ts'
import type { Actor } from './operation.ts'

/** Refuses STEP_UP_REQUIRED with the challenge of RFC 9470 where the session's proof is too weak or too old for the endpoint. */
export function mustBeProven(actor: Actor, asked: Assurance, now: Date): void {
  const { session } = actor
  if (session === undefined) return void (asked.level > 0 && refuse('UNAUTHENTICATED'))
  const age = (now.getTime() - session.provenAt.getTime()) / 1000
  if (session.assurance >= asked.level && (asked.freshWithin === undefined || age <= asked.freshWithin)) return
  const maxAge = asked.freshWithin === undefined ? '' : `, max_age=${asked.freshWithin}`
  refuse('STEP_UP_REQUIRED', {
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_user_authentication", acr_values="aal${asked.level}"${maxAge}` },
  })
}

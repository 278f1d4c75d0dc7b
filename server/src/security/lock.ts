// A session locks when it lies idle, and some time after its last full proof whatever happens; staff must also prove themselves where they never did
// in this session. What a locked session needs to open again is declared open by the contract, and nothing else is. [B19]
import type { Assurance } from '@wardkeep/contract/endpoint.ts'
import { refuse } from '../platform/refusal.ts'
import type { Actor, SessionFacts } from './operation.ts'
import type { Whereabouts } from './places.ts'
import { isPatientRole } from './policy.ts'

/** When the session was last used, and where this request comes from. */
export type Circumstances = { lastUse: Date; at: Whereabouts }

/** Refuses SESSION_LOCKED and STEP_UP_REQUIRED, each with the challenge of RFC 9470. Who speaks without a session (an API key) never locks. */
export function mustBeAwake(actor: Actor, asked: Assurance, { lastUse, at }: Circumstances, now: Date): void {
  const { session } = actor
  if (session === undefined || asked.whileLocked) return
  const lock = lockOf(session, lastUse, now)
  if (lock !== undefined) refuse('SESSION_LOCKED', challenge(lock === 'proof' ? session.assurance : 1))
  const { provenPlaces } = session
  const proven = provenPlaces.includes(at.network) && provenPlaces.includes(at.browser)
  if (!proven && !isPatientRole(actor.role)) refuse('STEP_UP_REQUIRED', challenge(session.assurance))
}

/** Why a session is locked: `idle` opens by any proof, `proof` by one as strong as the session. */
export function lockOf(session: SessionFacts, lastUse: Date, now: Date): 'idle' | 'proof' | undefined {
  if (now.getTime() - fullProofOf(session).getTime() >= session.proofMs) return 'proof'
  return now.getTime() - lastUse.getTime() >= session.idleMs ? 'idle' : undefined
}

/** When somebody last proved all that the session stands for: at level 2 a password alone does not. */
function fullProofOf({ assurance, provenAt, secondProvenAt }: SessionFacts): Date {
  return assurance === 2 ? (secondProvenAt ?? provenAt) : provenAt
}

function challenge(level: 1 | 2) {
  return { headers: { 'WWW-Authenticate': `Bearer error="insufficient_user_authentication", acr_values="aal${level}"` } }
}

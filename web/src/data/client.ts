// The one client of the web app. What stands between a call and its answer and can be cleared away (a fresh proof, a locked session, an outdated CSRF token) is cleared here, once, for all pages.
import { createCaller, createClient, type Problem } from '@wardkeep/client'
import { csrfToken, forgetCsrfToken, stillSignedIn } from '../session/csrf.ts'
import { askToEnrol, endSession } from '../session/ending.ts'
import { proveAgain } from '../session/proof.ts'
import { askPurpose, purposeFor } from '../session/purpose.ts'
import { loseTouch } from '../session/reachability.ts'

const options = { baseUrl: '', credentials: { kind: 'cookie', csrfToken }, recover, purpose: purposeFor } as const

export const client = createClient(options)
export const call = createCaller(options)

async function recover(problem: Problem): Promise<boolean> {
  switch (problem.code) {
    case 'STEP_UP_REQUIRED':
      return proveAgain('fresh', problem.level)
    case 'SESSION_LOCKED':
      return proveAgain('locked', problem.level)
    case 'CSRF_REFUSED':
      forgetCsrfToken()
      return true
    case 'PURPOSE_REQUIRED':
      return askPurpose()
    case 'ENROLMENT_REQUIRED':
      askToEnrol()
      return false
    case 'UNAUTHENTICATED':
      // Another tab may have just got a new cookie for the same session; then the call is sent again under it.
      if (await stillSignedIn()) return true
      endSession()
      return false
    case 'UNREACHABLE':
    case 'UNAVAILABLE':
      loseTouch()
      return false
    default:
      return false
  }
}

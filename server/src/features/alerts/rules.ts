import type { Actor } from '../../security/operation.ts'
import { may } from '../../security/permit.ts'
import type { AlertState } from './alert.ts'

/** Which states an alert can be moved on to, in the order in which they are offered. */
export function nextOf(state: AlertState): ('acknowledge' | 'close')[] {
  if (state === 'open') return ['acknowledge', 'close']
  return state === 'acknowledged' ? ['close'] : []
}

/** The same, as far as the actor may. */
export function whatNext(actor: Actor, state: AlertState): string[] {
  return may(actor, 'alert.close', {}) ? nextOf(state) : []
}

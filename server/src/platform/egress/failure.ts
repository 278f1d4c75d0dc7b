/** Why a call outside did not happen or was given up. */
export type EgressReason =
  | 'not-allowed'
  | 'address'
  | 'redirect'
  | 'timeout'
  | 'too-large'
  | 'media-type'
  | 'encoding'
  | 'cancelled'
  | 'unreachable'

/** A call outside that gave no whole answer. It says why by one word and holds nothing of what was sent or received. */
export class EgressFailure extends Error {
  readonly reason: EgressReason

  constructor(reason: EgressReason) {
    super(`the call outside was given up: ${reason}`)
    this.name = 'EgressFailure'
    this.reason = reason
  }
}

/** The failure behind what a library threw, with nothing of its message: those of drivers can carry values. */
export function failureIn(cause: unknown, signal: AbortSignal, late: AbortSignal): EgressFailure {
  for (let at: unknown = cause; at instanceof Error; at = at.cause) if (at instanceof EgressFailure) return at
  if (late.aborted) return new EgressFailure('timeout')
  if (signal.aborted) return new EgressFailure('cancelled')
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return new EgressFailure(/TIMEOUT|TIMEDOUT/.test(code) ? 'timeout' : 'unreachable')
}

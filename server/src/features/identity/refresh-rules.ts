/** A lost answer may be asked for again this long. */
const retryMs = 10_000

/**
 * What a refresh token that is shown now deserves: `rotate` where it is unspent; `repeat` where it was spent just now and nobody has used what
 * followed it, so that the answer may have been lost; else it is `reused`, by its owner or by a thief, and nobody can tell by whom. [C11][F3]
 */
export function deserves(token: { spentAt: Date | null; successorUnspent: boolean }, now: Date): 'rotate' | 'repeat' | 'reused' {
  if (token.spentAt === null) return 'rotate'
  // Of a clock that went back, too: what was spent in its future was spent long ago.
  const apart = Math.abs(now.getTime() - token.spentAt.getTime())
  return token.successorUnspent && apart <= retryMs ? 'repeat' : 'reused'
}

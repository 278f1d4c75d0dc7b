const day = 86_400_000

/** What a feed holds: from thirty days ago, so that a cancelled visit is told of as long, to half a year ahead, and never more than a calendar bears. */
export const feedLimits = { daysBack: 30, daysAhead: 183, visits: 3000 } as const

export function windowAt(now: Date): { from: Date; to: Date; most: number } {
  return {
    from: new Date(now.getTime() - feedLimits.daysBack * day),
    to: new Date(now.getTime() + feedLimits.daysAhead * day),
    most: feedLimits.visits,
  }
}

import { anonymousLimits } from '@wardkeep/contract/receipts.ts'

/** What strangers do by the window: so many of it within so many milliseconds. */
export const quotas = {
  'cases-of-address': { most: anonymousLimits.perAddress, windowMs: 86_400_000 },
  'cases-of-everybody': { most: anonymousLimits.everybody, windowMs: 86_400_000 },
  'uses-of-address': { most: anonymousLimits.uses, windowMs: 3_600_000 },
} as const
export type Quota = keyof typeof quotas

/** The longest of them: what is older counts for nothing. */
export const longestMs = Math.max(...Object.values(quotas).map(({ windowMs }) => windowMs))

/** When the window began that this moment lies in. */
export function windowOf(quota: Quota, now: Date): Date {
  return new Date(now.getTime() - (now.getTime() % quotas[quota].windowMs))
}

/** Whole seconds until the next one begins, at least one, for Retry-After (RFC 9110, 10.2.3). */
export function secondsLeft(quota: Quota, now: Date): number {
  const { windowMs } = quotas[quota]
  return Math.max(1, Math.ceil((windowMs - (now.getTime() % windowMs)) / 1000))
}

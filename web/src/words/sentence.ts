import { Problem } from '@wardkeep/client'
import type { TFunction } from 'i18next'

/**
 * What went wrong, as one plain sentence in the reader's language; nothing technical of it is shown. With `clock`, which writes the time of an
 * instant, a lock is told with its end, not with how long it still is.
 */
export function sentenceOf(caught: unknown, t: TFunction, clock?: (instant: string) => string): string {
  if (!(caught instanceof Problem)) return t('problems.unexpected')
  if (caught.code === 'UNKNOWN') return caught.title
  const sentence = t(`problems.code.${caught.code}`)
  if (clock && caught.code === 'SIGN_IN_LOCKED' && caught.retryAt)
    return `${sentence} ${t('problems.until', { time: clock(nextMinute(caught.retryAt)) })}`
  return caught.retryAfter === undefined ? sentence : `${sentence} ${t('problems.wait', { count: Math.ceil(caught.retryAfter / 60) })}`
}

/** A clock without seconds must not show a minute in which it is still too early. */
function nextMinute(instant: string): string {
  return new Date(Math.ceil(Date.parse(instant) / 60_000) * 60_000).toISOString()
}

/** Whether support could do something with the reference: our fault, not a foreseen no. */
export function isOurFault(problem: Problem): boolean {
  return ['INTERNAL', 'UNREADABLE', 'UNKNOWN'].includes(problem.code)
}

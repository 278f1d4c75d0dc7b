import { Problem } from '@wardkeep/client'
import type { TFunction } from 'i18next'

/** What went wrong, as one plain sentence in the reader's language; nothing technical of it is shown. */
export function sentenceOf(caught: unknown, t: TFunction): string {
  if (!(caught instanceof Problem)) return t('problems.unexpected')
  if (caught.code === 'UNKNOWN') return caught.title
  const sentence = t(`problems.code.${caught.code}`)
  return caught.retryAfter === undefined ? sentence : `${sentence} ${t('problems.wait', { count: Math.ceil(caught.retryAfter / 60) })}`
}

/** Whether support could do something with the reference: our fault, not a foreseen no. */
export function isOurFault(problem: Problem): boolean {
  return ['INTERNAL', 'UNREADABLE', 'UNKNOWN'].includes(problem.code)
}

/** The server's reason for one field. Those of the password policy are known by heart; a reason that is not stays as the server wrote it. */
export function reasonOf(reason: string, t: TFunction): string {
  const known = Object.entries(passwordReasons).find(([, text]) => text === reason)?.[0]
  return known !== undefined && isPasswordReason(known) ? t(`fields.password.${known}`) : reason
}

const passwordReasons = {
  short: 'must have at least 12 characters',
  long: 'must have at most 1024 characters',
  capital: 'must have a capital letter',
  small: 'must have a small letter',
  digit: 'must have a digit',
  sign: 'must have a character that is neither letter nor digit',
  personal: 'must not contain your name or the name in your e-mail address',
  common: 'must not be a common password',
} as const

function isPasswordReason(key: string): key is keyof typeof passwordReasons {
  return Object.hasOwn(passwordReasons, key)
}

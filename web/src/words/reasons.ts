// What is wrong with one field, in the reader's language. The server writes its reasons in English, for programs; a person reads the sentences here.
import { type PasswordRule, passwordReasons } from '@wardkeep/contract/passwords/index.ts'
import type { TFunction } from 'i18next'

const sayings: readonly (readonly [RegExp, (t: TFunction, limit: number) => string])[] = [
  [/^is required|^is blank$|required propert|NOT have fewer than 1 (item|character)/, (t) => t('fields.required')],
  [/NOT have fewer than (\d+) char/, (t, count) => t('fields.tooShort', { count })],
  [/NOT have more than (\d+) char/, (t, count) => t('fields.tooLong', { count })],
  [/NOT have fewer than \d+ item/, (t) => t('fields.tooFew')],
  [/NOT have more than (\d+) item/, (t, limit) => t('fields.tooMany', { limit })],
  [/^must be >= (\d+)/, (t, limit) => t('fields.tooSmall', { limit })],
  [/^must be <= (\d+)/, (t, limit) => t('fields.tooLarge', { limit })],
  [/^must lie at most (\d+) days after/, (t, count) => t('fields.given.daysLong', { count })],
  [/^must lie at most (\d+) days ahead/, (t, count) => t('fields.given.daysAhead', { count })],
  [/^is more than (\d+) years ahead/, (t, count) => t('fields.given.yearsAhead', { count })],
  [/^is too far ahead/, (t) => t('fields.given.farAhead')],
  [/^must lie (after|before) |^must not lie before |^must be after its beginning/, (t) => t('fields.given.order')],
  [/^has passed|^must lie ahead|^must not lie in the past/, (t) => t('fields.given.past')],
  [/^is not an? (IANA )?time zone|^is no time zone/, (t) => t('fields.given.zone')],
  [/^is not an https address/, (t) => t('fields.given.https')],
  [/^is not a certificate/, (t) => t('fields.given.certificate')],
  [/^has expired/, (t) => t('fields.given.expired')],
  [/^is not a domain|^has no domain/, (t) => t('fields.given.domain')],
  [/^is named twice/, (t) => t('fields.given.twice')],
  [/^is not allowed by/, (t) => t('fields.given.address')],
  [/^is your own/, (t) => t('fields.given.own')],
]

/** The server's reason for one field; one that is not known here is told in general, and never in words that were written for programs. */
export function reasonOf(reason: string, t: TFunction): string {
  const rule = Object.entries(passwordReasons).find(([, text]) => text === reason)?.[0]
  if (rule !== undefined && isPasswordRule(rule)) return t(`fields.password.${rule}`)
  for (const [said, sentence] of sayings) {
    const found = said.exec(reason)
    if (found) return sentence(t, Number(found[1]))
  }
  return t('fields.unreadable')
}

type Told = { errors: readonly { field: string; reason: string }[] }

/** What a problem says of a field, or of anything inside it. */
export function faultAt(problem: Told | undefined, field: string, t: TFunction): string | undefined {
  const found = problem?.errors.find((error) => error.field === field || error.field.startsWith(`${field}.`))
  return found && reasonOf(found.reason, t)
}

function isPasswordRule(key: string): key is PasswordRule {
  return Object.hasOwn(passwordReasons, key)
}

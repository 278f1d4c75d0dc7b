// What the three password policies ask, as pure rules: the server judges with them, and a page ticks them off while one types. [B50]
import { type PasswordRule, passwordReasons } from './reasons.ts'

/** One setting per organisation: the four classes at 12, NIST's length of 15 without classes, or either. */
export const passwordPolicies = ['composition', 'length', 'hybrid'] as const
export type PasswordPolicy = (typeof passwordPolicies)[number]
export const defaultPasswordPolicy: PasswordPolicy = 'composition'

/** In characters (Unicode code points after NFC). Nothing is cut: a longer password is refused. */
export const passwordLengths = { withClasses: 12, alone: 15, most: 1024 } as const

export type Asked = { rule: PasswordRule; met: boolean }

/** Every rule of form that a policy has, and whether the password meets it. */
export function formOf(policy: PasswordPolicy, password: string): Asked[] {
  const text = password.normalize('NFC')
  const length = [...text].length
  const most: Asked = { rule: 'long', met: length <= passwordLengths.most }
  if (policy === 'length') return [{ rule: 'short15', met: length >= passwordLengths.alone }, most]
  const short: Asked = { rule: 'short12', met: length >= passwordLengths.withClasses }
  const mixed = classes.map(({ rule, holds }) => ({ rule, met: holds.test(text) }))
  if (policy === 'composition') return [short, most, ...mixed]
  return [short, most, { rule: 'mixed', met: length >= passwordLengths.alone || mixed.every(({ met }) => met) }]
}

/** The reasons of the rules that are not met, as the API tells them. */
export function reasonsOf(asked: readonly Asked[]): string[] {
  return asked.filter(({ met }) => !met).map(({ rule }) => passwordReasons[rule])
}

// Letters of every script are welcome beside them.
const classes: { rule: PasswordRule; holds: RegExp }[] = [
  { rule: 'capital', holds: /\p{Lu}/u },
  { rule: 'small', holds: /\p{Ll}/u },
  { rule: 'digit', holds: /\p{Nd}/u },
  { rule: 'sign', holds: /[^\p{L}\p{N}\p{M}]/u },
]

// Every way into an account by a new password passes here: register, change and reset ask the same rules. [B50][B277]
import {
  foldSet,
  formOf,
  leansOnOwner,
  type PasswordOwner,
  type PasswordPolicy,
  type PasswordRule,
  passwordPolicies,
  passwordReasons,
  patternsIn,
} from '@wardkeep/contract/passwords/index.ts'
import { type FieldProblem, refuse } from '../../platform/refusal.ts'
import { commonWords, isCommon } from './common.ts'

/** Where a password is chosen: the organisation's policy, and the names that guessers know of it. */
export type PasswordPlace = { policy: PasswordPolicy; names: readonly string[] }

/** What knows the passwords that were in a breach. */
export type Breaches = { isBreached(password: string): Promise<boolean> }

/** Refuses PASSWORD_REFUSED with each rule that the password breaks, at the field that it came in. */
export async function mustBeStrong(
  breaches: Breaches,
  password: string,
  place: PasswordPlace,
  owner: PasswordOwner,
  field = 'password',
): Promise<void> {
  const errors = passwordProblems(password, place, owner, field)
  if (await breaches.isBreached(password)) errors.push({ field, reason: passwordReasons.breached })
  if (errors.length > 0) refuse('PASSWORD_REFUSED', { errors })
}

export function passwordProblems(password: string, place: PasswordPlace, owner: PasswordOwner = {}, field = 'password'): FieldProblem[] {
  return brokenRules(password, place, owner).map((rule) => ({ field, reason: passwordReasons[rule] }))
}

/** Every rule that a password breaks: those of form, then what makes it easy to guess. */
export function brokenRules(password: string, { policy, names }: PasswordPlace, owner: PasswordOwner = {}): PasswordRule[] {
  const form = formOf(policy, password).flatMap(({ rule, met }) => (met ? [] : [rule]))
  // What is too long is not looked at any closer.
  if (form.includes('long')) return form
  return [
    ...form,
    ...(leansOnOwner(password, owner) ? ['personal' as const] : []),
    ...(isCommon(password) ? ['common' as const] : []),
    ...patternsIn(password, { common: commonWords, place: placeWords(names) }),
  ]
}

/** The policy by its name in the database. */
export function policyNamed(name: string): PasswordPolicy {
  return passwordPolicies.find((policy) => policy === name) ?? 'composition'
}

const product = 'wardkeep'

/** Each name whole, without its spaces, and word by word. */
function placeWords(names: readonly string[]): ReadonlySet<string> {
  const apart = /[^\p{L}\p{N}\p{M}]+/gu
  return foldSet([product, ...names].flatMap((name) => [name, name.replaceAll(apart, ''), ...name.split(apart)]))
}

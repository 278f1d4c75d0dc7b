// The journal's codes in the reader's language. A code that this version of the page does not know is shown as it is, never hidden.
import type { TFunction } from 'i18next'
import { en } from './en/index.ts'

const { reasons, why, roles } = en.audit
const knownRoles = en.frame.role

/** @param code of contract/refusals.ts. */
export function reasonWord(t: TFunction, code: string): string {
  return knows(reasons, code) ? t(`audit.reasons.${code}`) : code
}

/** By what right: the relation to the chart that the policy found, or the purpose that the caller gave. */
export function whyWord(t: TFunction, code: string): string {
  return knows(why, code) ? t(`audit.why.${code}`) : code
}

/** The role of an actor; besides the roles of people, the system itself and nobody. */
export function roleWord(t: TFunction, role: string): string {
  if (knows(knownRoles, role)) return t(`frame.role.${role}`)
  return knows(roles, role) ? t(`audit.roles.${role}`) : role
}

function knows<Known extends object>(words: Known, key: string): key is keyof Known & string {
  return Object.hasOwn(words, key)
}

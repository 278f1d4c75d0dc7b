import { roles } from '@wardkeep/contract/identity.ts'
import type { TFunction } from 'i18next'

/** A role in the reader's language; what is no role of people (the system itself) as it is written. */
export function roleWord(t: TFunction, name: string): string {
  const role = roles.find((known) => known === name)
  return role ? t(`frame.role.${role}`) : name
}

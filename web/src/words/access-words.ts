// What the policy page calls things, as words; what is newer than this page is shown as it is.
import type { TFunction } from 'i18next'
import { access } from './en/access.ts'

/** `patient.read` → "open a chart". */
export function permissionWord(t: TFunction, permission: string): string {
  const key = permission.replaceAll(/[.-]/g, '_')
  return knows(access.permissions, key) ? t(`access.permissions.${key}`) : permission
}

/** To what a role may do it. */
export function relationWord(t: TFunction, relation: string): string {
  return knows(access.relations, relation) ? t(`access.relations.${relation}`) : relation
}

function knows<Known extends object>(words: Known, key: string): key is keyof Known & string {
  return Object.hasOwn(words, key)
}

// The journal's codes as words; a code that is newer than this page is shown as it is.
import type { TFunction } from 'i18next'
import { whyWord } from './audit-words.ts'
import { journal } from './en/journal.ts'

/** `session.signed-in` → "Signed in". */
export function actionWord(t: TFunction, code: string): string {
  const key = code.replaceAll(/[.-]/g, '_')
  return isKeyOf(journal.actions, key) ? t(`journal.actions.${key}`) : code
}

/** By what right, said to the patient whose chart it is; what needs no other voice is said as to everybody. */
export function whyWordForPatient(t: TFunction, why: string): string {
  return isKeyOf(journal.why, why) ? t(`journal.why.${why}`) : whyWord(t, why)
}

/** The kind of thing that an event is about: `appointment` → "Visit". */
export function thingWord(t: TFunction, type: string): string {
  return isKeyOf(journal.things, type) ? t(`journal.things.${type}`) : type
}

/** What of a person was shown, or which field was changed or searched by, as the journal keeps it. */
export function fieldWord(t: TFunction, field: string): string {
  return isKeyOf(journal.classes, field) ? t(`journal.classes.${field}`) : field
}

function isKeyOf<T extends object>(words: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(words, key)
}

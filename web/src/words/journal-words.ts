// The journal's codes as words; a code that is newer than this page is shown as it is.
import type { TFunction } from 'i18next'
import { journal } from './en/journal.ts'

/** `session.signed-in` → "Signed in". */
export function actionWord(t: TFunction, code: string): string {
  const key = code.replaceAll(/[.-]/g, '_')
  return isKeyOf(journal.actions, key) ? t(`journal.actions.${key}`) : code
}

/** A relation (`assigned`) or a purpose (`BTG`). */
export function whyWord(t: TFunction, why: string): string {
  return isKeyOf(journal.why, why) ? t(`journal.why.${why}`) : why
}

function isKeyOf<T extends object>(words: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(words, key)
}

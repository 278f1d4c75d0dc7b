// What the assistant says about its own drafts, as words.
import type { TFunction } from 'i18next'
import { assistant } from './en/assistant.ts'

/** Sentences to whoever reads the draft; the ids of rules that fired say nothing beyond the reasons. */
export function flagWords(t: TFunction, flags: readonly string[]): string[] {
  return flags.flatMap((flag) => (isKeyOf(assistant.flag, flag) ? [t(`assistant.flag.${flag}`)] : []))
}

/** `message-2` → "From the conversation"; a rule's own source is a title and stays as it is. */
export function sourceWord(t: TFunction, source: string): string {
  const place = source.replace(/-\d+$/, '')
  return isKeyOf(assistant.source, place) ? t(`assistant.source.${place}`) : source
}

function isKeyOf<T extends object>(words: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(words, key)
}

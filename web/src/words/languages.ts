import type { en } from './en/index.ts'
import type { Translation } from './translation.ts'

export type Words = Translation<typeof en>

type Spoken = { name: string; direction: 'ltr' | 'rtl'; load: () => Promise<Words> }

/** To add a language: a folder of words that satisfies `Words`, and a line here. */
export const languages = {
  en: { name: 'English', direction: 'ltr', load: async () => (await import('./en/index.ts')).en },
  he: { name: 'עברית', direction: 'rtl', load: async () => (await import('./he/index.ts')).he },
} as const satisfies Record<string, Spoken>

export type LanguageCode = keyof typeof languages
export const languageCodes: readonly LanguageCode[] = Object.keys(languages).filter(isLanguage)

export function isLanguage(tag: string): tag is LanguageCode {
  return Object.hasOwn(languages, tag)
}

/** The first wanted BCP 47 tag that we speak (by its primary subtag), else English. */
export function firstSpoken(wanted: readonly string[]): LanguageCode {
  for (const tag of wanted) {
    const primary = tag.split('-')[0]?.toLowerCase() ?? ''
    if (isLanguage(primary)) return primary
  }
  return 'en'
}

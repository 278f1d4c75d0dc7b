import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { preferences } from '../preferences.ts'
import type { en } from './en/index.ts'
import { isolate } from './isolate.ts'
import { firstSpoken, isLanguage, type LanguageCode, languages } from './languages.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof en }
  }
}

/** Starts in the language chosen on this device, else the browser's. To be awaited once, before the first render. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    interpolation: { escapeValue: true, escape: (value) => isolate(value, i18next.dir()) },
    react: { useSuspense: false },
  })
  await speak(preferences().language ?? firstSpoken(navigator.languages))
}

/** Changes language, direction and `lang` of the page; remembering the choice is the caller's. */
export async function speak(language: LanguageCode): Promise<void> {
  const { load, direction } = languages[language]
  i18next.addResourceBundle(language, 'words', await load())
  document.documentElement.lang = language
  document.documentElement.dir = direction
  await i18next.changeLanguage(language)
}

/** The language of a person's profile, unless another was chosen on this device. */
export async function speakLike(profile: string): Promise<void> {
  const wanted = preferences().language ?? firstSpoken([profile, ...navigator.languages])
  if (wanted !== spokenLanguage()) await speak(wanted)
}

export function spokenLanguage(): LanguageCode {
  const language = i18next.language ?? ''
  return isLanguage(language) ? language : 'en'
}

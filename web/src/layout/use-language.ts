import { useTranslation } from 'react-i18next'
import { prefer } from '../preferences.ts'
import { isLanguage, type LanguageCode } from '../words/languages.ts'
import { speak } from '../words/speak.ts'

/** The language of the page, and the switch that is remembered on this device. */
export function useLanguage(): [LanguageCode, (language: LanguageCode) => void] {
  const { i18n } = useTranslation()
  const change = (language: LanguageCode) => {
    void prefer({ language })
    void speak(language)
  }
  return [isLanguage(i18n.language) ? i18n.language : 'en', change]
}

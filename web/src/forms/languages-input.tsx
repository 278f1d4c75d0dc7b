import { MultiSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../words/dates.ts'
import { languageChoices } from '../words/language-names.ts'

type LanguagesProps = {
  label: string
  description?: string
  value: string[]
  onChange: (tags: string[]) => void
  error?: string | undefined
}

/** Languages that people speak, chosen by their names; given and taken as BCP 47 tags. */
export function LanguagesInput({ value, ...rest }: LanguagesProps) {
  const { i18n } = useTranslation()
  return <MultiSelect {...rest} value={value} data={languageChoices(localeOf(i18n.language), value)} searchable />
}

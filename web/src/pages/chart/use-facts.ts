import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { formatDate, localeOf } from '../../words/dates.ts'
import { ageOn } from './age.ts'

/** What tells one patient from another of the same name, in a few words: birth date, age, sex. */
export function useFacts({ birthDate, sex }: Answer<'readPatient'>): string[] {
  const { t, i18n } = useTranslation()
  const facts: string[] = []
  if (birthDate !== undefined) {
    const { unit, count } = ageOn(birthDate, Temporal.Now.plainDateISO().toString())
    facts.push(t('chart.patients.born', { date: formatDate(birthDate, localeOf(i18n.language)) }))
    facts.push(unit === 'months' && count < 1 ? t('chart.age.newborn') : t(`chart.age.${unit}`, { count }))
  }
  if (sex !== undefined && sex !== 'unknown') facts.push(t(`chart.sex.${sex}`))
  return facts
}

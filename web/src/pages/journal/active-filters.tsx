import { Group, Pill } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatDate, localeOf } from '../../words/dates.ts'
import { actionWord } from '../../words/journal-words.ts'
import type { Filter } from './filter.ts'

const names = ['action', 'outcome', 'from', 'to', 'actor', 'patient', 'requestId'] as const

/** What the journal is narrowed to at present, each to be taken away on its own. */
export function ActiveFilters({ filter, onRemove }: { filter: Filter; onRemove: (name: keyof Filter) => void }) {
  const { t, i18n } = useTranslation()
  const day = (date: string) => formatDate(date, localeOf(i18n.language))
  const words = {
    action: filter.action && actionWord(t, filter.action),
    outcome: filter.outcome && t(`journal.outcomes.${filter.outcome}`),
    from: filter.from && `${t('journal.logs.from')}: ${day(filter.from)}`,
    to: filter.to && `${t('journal.logs.to')}: ${day(filter.to)}`,
    actor: filter.actor && t('journal.logs.person'),
    patient: filter.patient && t('journal.logs.patient'),
    requestId: filter.requestId && t('journal.logs.request'),
  }
  const active = names.filter((name) => words[name])
  if (active.length === 0) return null
  return (
    <Group gap="xs" role="group" aria-label={t('journal.logs.active')}>
      {active.map((name) => (
        <Pill
          key={name}
          size="lg"
          withRemoveButton
          onRemove={() => onRemove(name)}
          removeButtonProps={{ 'aria-label': t('journal.logs.remove', { filter: words[name] }), 'aria-hidden': false, tabIndex: 0 }}
        >
          {words[name]}
        </Pill>
      ))}
    </Group>
  )
}

import { Button, Group, Select, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { auditCodes } from '@wardkeep/contract/audit.ts'
import { outcomes } from '@wardkeep/contract/journal.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { actionWord } from '../../words/journal-words.ts'
import { ActiveFilters } from './active-filters.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { EventTable } from './event-table.tsx'
import { ExportButton } from './export-button.tsx'
import { type Filter, queryOf } from './filter.ts'

export type Event = Answer<'listEvents'>['items'][number]

export function LogsPage() {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<Filter>({})
  const [shown, setShown] = useState<Event>()
  const query = queryOf(filter)
  const events = usePages('listEvents', query, ({ cursor, ...more }) =>
    client.listEvents({ query: { ...query, limit: 50, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('journal.logs.title')} lead={t('journal.logs.lead')} width="full">
      <Filters filter={filter} onChange={setFilter} />
      <ActiveFilters filter={filter} onRemove={(name) => setFilter(withoutGaps({ ...filter, [name]: undefined }))} />
      <Section title={t('journal.logs.events')} aside={<ExportButton filter={filter} />} flush>
        <LoadedPages query={events} lines={8} empty={<EmptyState title={t('journal.logs.none')} text={t('journal.logs.noneText')} />}>
          {(items) => <EventTable events={items} onOpen={setShown} />}
        </LoadedPages>
      </Section>
      <EventDrawer
        event={shown}
        onClose={() => setShown(undefined)}
        onOnly={(only) => {
          setFilter({ ...filter, ...only })
          setShown(undefined)
        }}
      />
    </Page>
  )
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation()
  const set = (changed: { [K in keyof Filter]: Filter[K] | undefined }) => onChange(withoutGaps({ ...filter, ...changed }))
  return (
    <Group align="flex-end">
      <Select
        label={t('journal.logs.action')}
        placeholder={t('journal.logs.anyAction')}
        clearable
        searchable
        w={{ base: '100%', xs: 240 }}
        value={filter.action ?? null}
        onChange={(value) => set({ action: value ?? undefined })}
        data={Object.keys(auditCodes).map((value) => ({ value, label: actionWord(t, value) }))}
      />
      <Select
        label={t('journal.logs.outcome')}
        placeholder={t('journal.logs.anyOutcome')}
        clearable
        w={{ base: '100%', xs: 180 }}
        value={filter.outcome ?? null}
        onChange={(value) => set({ outcome: outcomes.find((known) => known === value) })}
        data={outcomes.map((value) => ({ value, label: t(`journal.outcomes.${value}`) }))}
      />
      <TextInput
        label={t('journal.logs.from')}
        type="date"
        flex={{ base: 1, xs: 'none' }}
        value={filter.from ?? ''}
        onChange={(event) => set({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        label={t('journal.logs.to')}
        type="date"
        flex={{ base: 1, xs: 'none' }}
        value={filter.to ?? ''}
        onChange={(event) => set({ to: event.currentTarget.value || undefined })}
      />
      {Object.keys(filter).length > 0 && (
        <Button variant="default" onClick={() => onChange({})}>
          {t('journal.logs.clear')}
        </Button>
      )}
    </Group>
  )
}

function withoutGaps(filter: { [K in keyof Filter]: Filter[K] | undefined }): Filter {
  const { action, outcome, from, to, actor, patient, requestId } = filter
  return {
    ...(action && { action }),
    ...(outcome && { outcome }),
    ...(from && { from }),
    ...(to && { to }),
    ...(actor && { actor }),
    ...(patient && { patient }),
    ...(requestId && { requestId }),
  }
}

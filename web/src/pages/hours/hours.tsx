import { Button, Group, Select, Stack, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { VacationCard } from '../away/vacation-card.tsx'
import { ClosedDays } from './closed-days.tsx'
import { type Override, OverrideRow } from './override-row.tsx'
import { calendarReason } from './reasons.ts'
import { type Rule, RuleRow } from './rule-row.tsx'

type Hours = Answer<'readAvailability'>

/** When a doctor works: the week, the days that differ, and the days on which the clinic is closed anyway. */
export function HoursPage() {
  const { t } = useTranslation()
  const hours = useEndpoint('readAvailability', { params: { id: 'me' } })
  return (
    <Page title={t('hours.title')} lead={t('hours.lead')} width="reading">
      <VacationCard />
      <Loaded query={hours}>{(found) => <HoursForm key={found.version} stored={found} />}</Loaded>
      <ClosedDays />
    </Page>
  )
}

function HoursForm({ stored }: { stored: Hours }) {
  const { t } = useTranslation()
  const [timeZone, setTimeZone] = useState(stored.timeZone)
  const weekly = useRows<Rule>(stored.weekly)
  const days = useRows<Override>(stored.overrides)
  const save = useAct('setAvailability', { refreshes: ['readAvailability'], done: t('hours.saved') })
  const fault = (field: string) => {
    const found = save.problem?.errors.find((error) => error.field === field || error.field.startsWith(`${field}.`))
    return calendarReason(found?.reason, t)
  }
  const wrongWeek = calendarReason(save.problem?.errors.find((error) => error.field === 'weekly')?.reason, t)
  const submit = () =>
    save.run({ params: { id: 'me' }, version: stored.version, body: { timeZone, weekly: weekly.values, overrides: days.values } })
  return (
    <>
      <Section title={t('hours.week')}>
        <Stack>
          <Select
            label={t('hours.zone')}
            searchable
            allowDeselect={false}
            maw={320}
            value={timeZone}
            onChange={(value) => value && setTimeZone(value)}
            data={zones(stored.timeZone)}
            error={fault('timeZone')}
          />
          {weekly.rows.length === 0 && <Text c="dimmed">{t('hours.none')}</Text>}
          {wrongWeek && (
            <Text c="red" fz="sm" role="alert">
              {wrongWeek}
            </Text>
          )}
          {weekly.rows.map(({ key, value }, at) => (
            <RuleRow
              key={key}
              rule={value}
              n={at + 1}
              fault={fault(`weekly.${at}`)}
              onChange={(changed) => weekly.change(key, { ...value, ...changed })}
              onRemove={() => weekly.remove(key)}
            />
          ))}
          <div>
            <Button variant="subtle" onClick={() => weekly.add({ weekday: 1, from: '09:00', to: '12:00', slotMinutes: 30 })}>
              {t('hours.add')}
            </Button>
          </div>
        </Stack>
      </Section>
      <Section title={t('hours.days.title')}>
        <Stack>
          <Text c="dimmed">{t('hours.days.lead')}</Text>
          {days.rows.map(({ key, value }, at) => (
            <OverrideRow
              key={key}
              override={value}
              n={at + 1}
              fault={fault(`overrides.${at}`)}
              onChange={(changed) => days.change(key, changed)}
              onRemove={() => days.remove(key)}
            />
          ))}
          <div>
            <Button variant="subtle" onClick={() => days.add({ date: '', kind: 'remove' })}>
              {t('hours.days.add')}
            </Button>
          </div>
        </Stack>
      </Section>
      <SaveProblem problem={save.problem} sentence={t('hours.conflict')} />
      <Group justify="flex-end">
        <Button loading={save.busy} onClick={submit}>
          {t('hours.save')}
        </Button>
      </Group>
    </>
  )
}

/** Rows that keep their place in the page while others come and go. */
function useRows<T>(stored: readonly T[]) {
  const [rows, setRows] = useState(() => stored.map((value) => ({ key: crypto.randomUUID(), value })))
  return {
    rows,
    values: rows.map(({ value }) => value),
    add: (value: T) => setRows((before) => [...before, { key: crypto.randomUUID(), value }]),
    change: (key: string, value: T) => setRows((before) => before.map((row) => (row.key === key ? { key, value } : row))),
    remove: (key: string) => setRows((before) => before.filter((row) => row.key !== key)),
  }
}

function zones(own: string): string[] {
  return [...new Set([own, ...Intl.supportedValuesOf('timeZone')])].sort()
}

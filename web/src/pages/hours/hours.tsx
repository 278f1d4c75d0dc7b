import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf } from '../../words/dates.ts'
import { VacationCard } from '../away/vacation-card.tsx'
import classes from './hours.module.css'

type Hours = Answer<'readAvailability'>
type Rule = Hours['weekly'][number]

export function HoursPage() {
  const { t } = useTranslation()
  const hours = useEndpoint('readAvailability', { params: { id: 'me' } })
  return (
    <Page title={t('hours.title')} lead={t('hours.lead')} width="reading">
      <VacationCard />
      <Loaded query={hours}>{(found) => <HoursForm key={found.version} stored={found} />}</Loaded>
    </Page>
  )
}

function HoursForm({ stored }: { stored: Hours }) {
  const { t } = useTranslation()
  const [timeZone, setTimeZone] = useState(stored.timeZone)
  const [weekly, setWeekly] = useState(() => stored.weekly.map((rule) => ({ key: crypto.randomUUID(), rule })))
  const save = useAct('setAvailability', { refreshes: ['readAvailability'], done: t('hours.saved') })
  const fault = (field: string) =>
    save.problem?.errors.find((error) => error.field === field || error.field.startsWith(`${field}.`))?.reason
  const change = (key: string, changed: Partial<Rule>) =>
    setWeekly((before) => before.map((row) => (row.key === key ? { key, rule: { ...row.rule, ...changed } } : row)))
  const submit = () =>
    save.run({ params: { id: 'me' }, version: stored.version, body: { timeZone, weekly: weekly.map(({ rule }) => rule) } })
  return (
    <Section title={t('hours.title')}>
      <Stack>
        <SaveProblem problem={save.problem} sentence={t('hours.conflict')} />
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
        {weekly.length === 0 && <Text c="dimmed">{t('hours.none')}</Text>}
        {weekly.map(({ key, rule }, at) => (
          <RuleRow
            key={key}
            rule={rule}
            n={at + 1}
            fault={fault(`weekly.${at}`)}
            onChange={(changed) => change(key, changed)}
            onRemove={() => setWeekly(weekly.filter((row) => row.key !== key))}
          />
        ))}
        <Group justify="space-between">
          <Button
            variant="subtle"
            onClick={() =>
              setWeekly([...weekly, { key: crypto.randomUUID(), rule: { weekday: 1, from: '09:00', to: '12:00', slotMinutes: 30 } }])
            }
          >
            {t('hours.add')}
          </Button>
          <Button loading={save.busy} onClick={submit}>
            {t('hours.save')}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

function RuleRow({
  rule,
  n,
  fault,
  onChange,
  onRemove,
}: {
  rule: Rule
  n: number
  fault: string | undefined
  onChange: (changed: Partial<Rule>) => void
  onRemove: () => void
}) {
  const { t, i18n } = useTranslation()
  return (
    <fieldset className={classes.row} aria-label={`${t('hours.weekday')} ${n}`}>
      <Group align="flex-end" gap="xs">
        <Select
          label={t('hours.weekday')}
          w={140}
          allowDeselect={false}
          value={String(rule.weekday)}
          onChange={(value) => onChange({ weekday: Number(value) })}
          data={weekdays(localeOf(i18n.language))}
        />
        <TextInput
          label={t('hours.from')}
          type="time"
          value={rule.from}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
        />
        <TextInput label={t('hours.to')} type="time" value={rule.to} onChange={(event) => onChange({ to: event.currentTarget.value })} />
        <NumberInput
          label={t('hours.slot')}
          w={130}
          min={5}
          max={480}
          value={rule.slotMinutes}
          onChange={(value) => onChange({ slotMinutes: Number(value) })}
          hideControls
        />
        <Button variant="subtle" color="gray" onClick={onRemove}>
          {t('hours.remove', { n })}
        </Button>
      </Group>
      {fault && (
        <Text c="red" fz="sm" role="alert">
          {fault}
        </Text>
      )}
    </fieldset>
  )
}

/** ISO weekdays, Monday first; 2024-01-01 was one. */
function weekdays(locale: string): { value: string; label: string }[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: name.format(new Date(Date.UTC(2024, 0, day))) }))
}

function zones(own: string): string[] {
  return [...new Set([own, ...Intl.supportedValuesOf('timeZone')])].sort()
}

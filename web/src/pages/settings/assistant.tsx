import { Button, NumberInput, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { type assistantBudgets, setAssistant } from '@wardkeep/contract/assistant.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { useForm } from '../../forms/use-form.ts'
import { KeyValues } from '../../layout/key-values.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf } from '../../words/dates.ts'

type Stored = Answer<'readAssistant'>
const budgets = [
  'userTokens',
  'tenantTokens',
  'userSeconds',
  'tenantSeconds',
  'userCents',
  'tenantCents',
] as const satisfies readonly (keyof typeof assistantBudgets)[]

/** Whether doctors may ask the assistant, whom it asks, what it may spend, and what it spent today. */
export function AssistantSettings() {
  const { t } = useTranslation()
  const found = useEndpoint('readAssistant')
  return (
    <Section title={t('assistant.settings.title')}>
      <Loaded query={found} lines={4}>
        {(stored) => <AssistantForm key={stored.version} stored={stored} />}
      </Loaded>
    </Section>
  )
}

function AssistantForm({ stored: { version, outsideModel, today, ...initial } }: { stored: Stored }) {
  const { t } = useTranslation()
  const save = useAct('setAssistant', { refreshes: ['readAssistant'], done: t('assistant.settings.saved') })
  const form = useForm({ schema: setAssistant.body, initial, problem: save.problem })
  return (
    <form noValidate onSubmit={form.submit(async (body) => void (await save.run({ version, body })))}>
      <Stack>
        <Text c="dimmed">{t('assistant.settings.lead')}</Text>
        <Switch
          label={t('assistant.settings.enabled')}
          checked={form.values.enabled === true}
          onChange={(event) => form.set('enabled', event.currentTarget.checked)}
        />
        <Switch
          label={t('assistant.settings.outside')}
          description={outsideModel ? t('assistant.settings.outsideText') : t('assistant.settings.none')}
          disabled={outsideModel === undefined && form.values.outside !== true}
          checked={form.values.outside === true}
          onChange={(event) => form.set('outside', event.currentTarget.checked)}
        />
        {outsideModel && (
          <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('assistant.settings.to', outsideModel)}
          </Text>
        )}
        <Text fw={600}>{t('assistant.settings.budgets')}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {budgets.map((name) => (
            <NumberInput
              key={name}
              name={name}
              label={t(`assistant.settings.${name}`)}
              value={numberIn(form.values[name])}
              error={form.fault(name)}
              min={0}
              allowDecimal={false}
              hideControls
              thousandSeparator
              onChange={(next) => form.set(name, typeof next === 'number' ? next : undefined)}
            />
          ))}
        </SimpleGrid>
        <Today today={today} initial={initial} />
        <SaveProblem problem={save.problem} sentence={t('settings.conflict')} />
        <div>
          <Button type="submit" loading={save.busy}>
            {t('assistant.settings.save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function Today({ today, initial }: { today: Stored['today']; initial: Pick<Stored, 'tenantTokens' | 'tenantSeconds' | 'tenantCents'> }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(localeOf(i18n.language), { maximumFractionDigits: 2 })
  const of = (spent: number, limit: number) => t('assistant.settings.of', { spent: number.format(spent), limit: number.format(limit) })
  return (
    <>
      <Text fw={600}>{t('assistant.settings.today')}</Text>
      <KeyValues
        items={[
          [t('assistant.settings.calls'), number.format(today.calls)],
          [t('assistant.settings.tokens'), of(today.tokens, initial.tenantTokens)],
          [t('assistant.settings.seconds'), of(today.seconds, initial.tenantSeconds)],
          [t('assistant.settings.cents'), of(today.cents, initial.tenantCents)],
        ]}
      />
    </>
  )
}

function numberIn(value: unknown): number | '' {
  return typeof value === 'number' ? value : ''
}

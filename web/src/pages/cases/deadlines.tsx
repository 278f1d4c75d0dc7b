import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { caseLimits, setCaseDeadlines, urgencies } from '@wardkeep/contract/cases.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import type { Routing } from './routing.tsx'

/** Within how many hours questions are answered from now on. */
export function Deadlines({ hours }: { hours: Routing['hours'] }) {
  const { t } = useTranslation()
  const set = useAct('setCaseDeadlines', { refreshes: ['readCaseRouting'], done: t('routing.deadlinesSet') })
  const hintOf = (urgency: (typeof urgencies)[number]) => t('routing.deadlineHint', { most: caseLimits.mostHours[urgency] })
  const form = useForm({
    schema: setCaseDeadlines.body,
    initial: hours,
    hints: { routine: hintOf('routine'), soon: hintOf('soon'), urgent: hintOf('urgent') },
    problem: set.problem,
  })
  return (
    <Section title={t('routing.deadlines')}>
      <form
        noValidate
        onSubmit={form.submit((body) => (urgencies.some((urgency) => isLater(body, urgency)) ? undefined : set.run({ body })))}
      >
        <Stack>
          <Text>{t('routing.deadlinesText')}</Text>
          <ProblemAlert problem={set.problem} />
          <Group align="flex-start">
            {urgencies.map((urgency) => (
              <NumberInput
                key={urgency}
                name={urgency}
                label={t(`cases.urgency.${urgency}`)}
                w={140}
                min={1}
                max={caseLimits.mostHours[urgency]}
                allowDecimal={false}
                hideControls
                value={typeof form.values[urgency] === 'number' ? form.values[urgency] : ''}
                error={form.fault(urgency) ?? (isLater(form.values, urgency) && t('routing.deadlineOrder'))}
                onChange={(value) => form.set(urgency, value)}
              />
            ))}
          </Group>
          <div>
            <Button type="submit" variant="default" loading={set.busy}>
              {t('routing.deadlinesSave')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}

/** Whether what is more urgent would be answered later than what is less so. */
function isLater(hours: Readonly<Record<string, unknown>>, urgency: (typeof urgencies)[number]): boolean {
  const [own, less] = [hours[urgency], urgency === 'routine' ? undefined : hours[urgency === 'soon' ? 'routine' : 'soon']]
  return typeof own === 'number' && typeof less === 'number' && own > less
}

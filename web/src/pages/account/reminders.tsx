import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'

/** Whether the person is reminded of visits. */
export function Reminders() {
  const { t } = useTranslation()
  const choice = useEndpoint('readReminders')
  const save = useAct('setReminders', { refreshes: ['readReminders'], done: t('account.reminders.saved') })
  return (
    <Section title={t('account.reminders.title')}>
      <Loaded query={choice} lines={1}>
        {({ mail }) => (
          <Switch
            label={t('account.reminders.mail')}
            description={t('account.reminders.text')}
            checked={mail}
            disabled={save.busy}
            onChange={(event) => save.run({ body: { mail: event.currentTarget.checked } })}
          />
        )}
      </Loaded>
      <ProblemAlert problem={save.problem} />
    </Section>
  )
}

import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../session/session.ts'
import { signal } from '../session/signal.ts'
import { LinkButton } from './links.tsx'

/** Of whom, in the memory of this page alone: the next visit asks again. */
const notNow = signal<string | undefined>(undefined)

/** Asks, and does not insist, that somebody without a second factor sets one up. */
export function FactorNudge() {
  const { t } = useTranslation()
  const person = usePerson()
  const dismissed = useSyncExternalStore(notNow.subscribe, notNow.get)
  if (person.hasFactor || dismissed === person.id) return null
  return (
    <Alert title={t('account.nudge.title')} icon={<IconShieldLock aria-hidden="true" />} role="note">
      <Stack gap="sm">
        <Text fz="sm">{t('account.nudge.text')}</Text>
        <Group gap="xs">
          <LinkButton to="/security/authenticator" size="xs">
            {t('account.nudge.setUp')}
          </LinkButton>
          <Button variant="default" size="xs" onClick={() => notNow.set(person.id)}>
            {t('account.nudge.later')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

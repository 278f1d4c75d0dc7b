import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../../session/session.ts'
import classes from './authenticator.module.css'

/** Ten codes that are shown this once: to print, or to write down. */
export function RecoverySheet({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation()
  const person = usePerson()
  return (
    <Stack className={classes.sheet}>
      <Alert color="amber" icon={<IconAlertTriangle aria-hidden="true" />} title={t('account.recovery.onceTitle')}>
        {t('account.recovery.onceText')}
      </Alert>
      <Text fz="sm">{t('account.recovery.of', { organisation: person.organisation.name, email: person.email })}</Text>
      <ul className={classes.codes} dir="ltr" aria-label={t('account.recovery.title')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden="true" />} onClick={() => print()}>
          {t('account.recovery.print')}
        </Button>
        <Button onClick={onDone}>{t('account.recovery.done')}</Button>
      </Group>
    </Stack>
  )
}

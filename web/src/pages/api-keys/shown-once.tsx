import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A key, the one time that it can be read. */
export function ShownOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Alert color="amber" icon={<IconAlertTriangle aria-hidden="true" />}>
        {t('keys.once.text')}
      </Alert>
      <TextInput
        label={t('keys.once.label')}
        value={secret}
        readOnly
        dir="ltr"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={18} aria-hidden="true" /> : <IconCopy size={18} aria-hidden="true" />}
              onClick={copy}
            >
              {t(copied ? 'keys.once.copied' : 'keys.once.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('keys.once.done')}</Button>
      </Group>
    </Stack>
  )
}

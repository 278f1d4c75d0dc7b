import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A key, or what else proves like one, the one time that it can be read. */
export function ShownOnce({ secret, label, text, onDone }: { secret: string; label?: string; text?: string; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Alert color="amber" icon={<IconAlertTriangle aria-hidden="true" />}>
        {text ?? t('keys.once.text')}
      </Alert>
      <TextInput
        label={label ?? t('keys.once.label')}
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

import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { Section } from '../../layout/section.tsx'
import classes from './receipt-sheet.module.css'

/** A receipt that is shown this once: to copy, to print, or to write down. */
export function ReceiptSheet({ receipt, until }: { receipt: string; until: string }) {
  const { t } = useTranslation()
  return (
    <Section title={t('receipts.yours')}>
      <Stack>
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden="true" />} title={t('receipts.onceTitle')}>
          {t('receipts.onceText')}
        </Alert>
        <Text component="output" dir="ltr" className={classes.receipt} aria-label={t('receipts.yours')}>
          {receipt}
        </Text>
        <Text fz="sm" c="dimmed" component="div">
          {t('receipts.until')} <DateTime instant={until} />
        </Text>
        <Group>
          <CopyButton value={receipt}>
            {({ copied, copy }) => (
              <Button
                leftSection={copied ? <IconCheck size={18} aria-hidden="true" /> : <IconCopy size={18} aria-hidden="true" />}
                onClick={copy}
              >
                {copied ? t('receipts.copied') : t('receipts.copy')}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden="true" />} onClick={() => print()}>
            {t('receipts.print')}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

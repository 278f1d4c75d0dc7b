import { Badge, Stack, Text, Tooltip } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { confidentialities, withholding } from '@wardkeep/contract/labels.ts'
import { useTranslation } from 'react-i18next'

type Label = (typeof confidentialities)[number]

/** That a record is restricted, and to whom; nothing for a normal one. */
export function LabelBadge({ label }: { label: Label }) {
  const { t } = useTranslation()
  const known = withholding.find((one) => one === label)
  if (known === undefined) return null
  return (
    <Tooltip label={t(`details.label.means.${known}`)} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <Badge variant="light" color="amber" leftSection={<IconEyeOff size={12} aria-hidden="true" />} tabIndex={0}>
        {t(`details.label.names.${known}`)}
      </Badge>
    </Tooltip>
  )
}

/** A label to choose, with who is shown what carries it. */
export function LabelChoice({ value }: { value: string }) {
  const { t } = useTranslation()
  const label = confidentialities.find((one) => one === value) ?? 'N'
  return (
    <Stack gap={0}>
      <Text fz="sm">{t(`details.label.names.${label}`)}</Text>
      <Text fz="xs" c="dimmed">
        {t(`details.label.means.${label}`)}
      </Text>
    </Stack>
  )
}

import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const tones = { allowed: 'green', denied: 'red', failed: 'amber' } as const

export function OutcomeBadge({ outcome }: { outcome: keyof typeof tones }) {
  const { t } = useTranslation()
  return (
    <Badge variant="light" miw="max-content" color={tones[outcome]}>
      {t(`journal.outcomes.${outcome}`)}
    </Badge>
  )
}

import { Badge, Group } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'

const tones = {
  submitted: 'gray',
  triaged: 'amber',
  queued: 'gray',
  accepted: 'teal',
  answered: 'green',
  closed: 'gray',
  withdrawn: 'gray',
} as const

type Shown = Pick<Answer<'listCases'>['items'][number], 'state' | 'overdue' | 'flagged'>

/** How a question stands, and what somebody should notice about it. */
export function CaseBadges({ item: { state, overdue, flagged } }: { item: Shown }) {
  const { t } = useTranslation()
  return (
    <Group gap="xs">
      {overdue && <Badge color="red">{t('cases.late')}</Badge>}
      {flagged && <Badge color="amber">{t('cases.flagged')}</Badge>}
      <Badge variant="light" color={tones[state]}>
        {t(`cases.state.${state}`)}
      </Badge>
    </Group>
  )
}

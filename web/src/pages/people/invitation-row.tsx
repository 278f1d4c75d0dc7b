import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'

type Invitation = Answer<'listInvitations'>['items'][number]

const colours = { waiting: 'blue', accepted: 'green', withdrawn: 'gray', expired: 'gray' }

export function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation()
  const name = invitation.displayName
  const withdraw = useAct('withdrawInvitation', { refreshes: ['listInvitations'], done: t('people.withdrawn', { name }) })
  const waits = invitation.state === 'waiting'
  return (
    <Row
      start={<IconMail size={22} stroke={1.5} aria-hidden="true" />}
      end={
        invitation.can.includes('withdraw') && (
          <Button variant="default" size="xs" loading={withdraw.busy} onClick={() => withdraw.run({ params: { id: invitation.id } })}>
            {t('people.withdraw')}
            <VisuallyHidden>: {name}</VisuallyHidden>
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{name}</PersonName>
        </Text>
        <Badge variant="light" color={colours[invitation.state]}>
          {t(`people.state.${invitation.state}`)}
        </Badge>
      </Group>
      <Text fz="sm" c="dimmed">
        {t(`frame.role.${invitation.role}`)}
      </Text>
      <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        <bdi>{invitation.email}</bdi>
      </Text>
      {waits && (
        <Text fz="sm" c="dimmed">
          {t('people.until')} <DateTime instant={invitation.expiresAt} />
        </Text>
      )}
      <ProblemAlert problem={withdraw.problem} />
    </Row>
  )
}

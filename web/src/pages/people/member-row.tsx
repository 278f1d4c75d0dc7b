import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'
import { usePerson } from '../../session/session.ts'
import { DisableDialog } from './member-dialogs.tsx'
import { MemberMore, UnlockButton } from './member-more.tsx'

export type Member = Answer<'listUsers'>['items'][number]

export function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation()
  const own = usePerson().id === member.id
  const [open, setOpen] = useState<'disable'>()
  const name = member.displayName
  const enable = useAct('updateUser', { refreshes: ['listUsers'], done: t('people.enabled', { name }) })
  const close = () => setOpen(undefined)
  const button = (label: string, onClick: () => void) => (
    <Button variant="default" size="xs" onClick={onClick}>
      {label}
      <VisuallyHidden>: {name}</VisuallyHidden>
    </Button>
  )
  return (
    <Row
      start={<IconUser size={22} stroke={1.5} aria-hidden="true" />}
      end={
        member.can.length > 0 && (
          <Group gap="xs">
            <UnlockButton member={member} />
            {member.can.includes('disable') && button(t('people.disable'), () => setOpen('disable'))}
            {member.can.includes('enable') &&
              button(t('people.enable'), () => void enable.run({ params: { id: member.id }, body: { active: true } }))}
            <MemberMore member={member} />
          </Group>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{name}</PersonName>
        </Text>
        <Badge variant="light">{t(`frame.role.${member.role}`)}</Badge>
        {own && (
          <Badge variant="light" color="gray">
            {t('people.you')}
          </Badge>
        )}
        {!member.active && (
          <Badge color="red" variant="light">
            {t('people.disabled')}
          </Badge>
        )}
        {member.lockedUntil && (
          <Badge color="amber" variant="light">
            {t('people.locked')}
          </Badge>
        )}
      </Group>
      <Text fz="sm" c="dimmed">
        <bdi>{member.email}</bdi>
      </Text>
      <Group gap={4} fz="sm" c="dimmed">
        {member.lastSignIn ? t('people.lastSignIn') : t('people.never')}
        {member.lastSignIn && <DateTime instant={member.lastSignIn} />}
      </Group>
      {member.lockedUntil && (
        <Group gap={4} fz="sm">
          {t('people.lockedUntil')}
          <DateTime instant={member.lockedUntil} />
        </Group>
      )}
      {member.factorReset && (
        <Group gap={4} fz="sm">
          {member.factorReset.own ? t('people.reset.waitsForOther') : t('people.reset.waitsForYou')}
          <DateTime instant={member.factorReset.until} />
        </Group>
      )}
      <ProblemAlert problem={enable.problem} />
      <DisableDialog member={member} opened={open === 'disable'} onClose={close} />
    </Row>
  )
}

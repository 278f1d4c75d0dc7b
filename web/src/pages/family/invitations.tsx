import { Button, Text, VisuallyHidden } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { scopesWord } from './link-row.tsx'

type Invitation = Answer<'listProxyInvitations'>['items'][number]

/** Who was invited to act for a patient and has not answered; nothing where nobody was. */
export function Invitations({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  const waiting = useEndpoint('listProxyInvitations', { params: { id: patientId } })
  if (waiting.data?.items.length === 0) return null
  return (
    <Section title={t('family.invited.title')} flush>
      <Loaded query={waiting} lines={1}>
        {({ items }) => (
          <Rows label={t('family.invited.title')}>
            {items.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} patientId={patientId} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  )
}

function InvitationRow({ invitation, patientId }: { invitation: Invitation; patientId: string }) {
  const { t } = useTranslation()
  const { id, email, scopes, until, expiresAt, can } = invitation
  const withdraw = useAct('withdrawProxyInvitation', { refreshes: ['listProxyInvitations'], done: t('family.invited.withdrawn') })
  return (
    <Row
      start={<IconMail size={22} stroke={1.5} aria-hidden="true" />}
      end={
        can.includes('withdraw') && (
          <Button
            variant="default"
            size="xs"
            loading={withdraw.busy}
            onClick={() => void withdraw.run({ params: { id: patientId, invitationId: id } })}
          >
            {t('family.invited.withdraw')}
            <VisuallyHidden>: {email}</VisuallyHidden>
          </Button>
        )
      }
    >
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        <bdi>{email}</bdi>
      </Text>
      <Text fz="sm">{t(scopesWord(scopes))}</Text>
      <Text fz="sm" c="dimmed" component="div">
        {t('family.invited.expires')} <DateTime instant={expiresAt} />
        {until && (
          <>
            {' · '}
            {t('family.invited.ends')} <DateTime instant={until} />
          </>
        )}
      </Text>
      <ProblemAlert problem={withdraw.problem} />
    </Row>
  )
}

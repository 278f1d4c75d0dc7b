import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconClockExclamation, IconKey, IconLock, IconNetwork, IconRoute, IconUrgent } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { TextLink } from '../../layout/links.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'
import { CloseDialog } from './close-dialog.tsx'

export type Alert = Answer<'listAlerts'>['items'][number]

const pictures = {
  'account-locked': IconLock,
  'refresh-reused': IconAlertTriangle,
  'passkey-copied': IconKey,
  'break-glass': IconUrgent,
  spraying: IconNetwork,
  'case-overdue': IconClockExclamation,
  'case-unrouted': IconRoute,
  'clocks-apart': IconClockExclamation,
}

export function AlertRow({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const [closing, setClosing] = useState(false)
  const take = useAct('acknowledgeAlert', { refreshes: ['listAlerts', 'countAlerts'], done: t('alerts.acknowledged') })
  const Picture = pictures[alert.kind]
  const what = t(`alerts.kind.${alert.kind}`)
  const button = (label: string, onClick: () => void, busy = false) => (
    <Button variant="default" size="xs" loading={busy} onClick={onClick}>
      {label}
      <VisuallyHidden>: {what}</VisuallyHidden>
    </Button>
  )
  return (
    <Row
      start={<Picture size={22} stroke={1.5} aria-hidden="true" />}
      end={
        alert.can.length > 0 && (
          <Group gap="xs">
            {alert.can.includes('acknowledge') &&
              button(t('alerts.acknowledge'), () => void take.run({ params: { id: alert.id }, body: {} }), take.busy)}
            {alert.can.includes('close') && button(t('alerts.close'), () => setClosing(true))}
          </Group>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>{what}</Text>
        <Badge color={alert.severity === 'high' ? 'red' : 'amber'}>{t(`alerts.severity.${alert.severity}`)}</Badge>
      </Group>
      {alert.user && (
        <Text fz="sm">
          <PersonName>{alert.user.displayName || t('alerts.unknown')}</PersonName>
        </Text>
      )}
      <Text fz="sm" c="dimmed">
        <DateTime instant={alert.raisedAt} />
      </Text>
      <Text fz="sm" c="dimmed" maw={560}>
        {t(`alerts.text.${alert.kind}`)}{' '}
        {alert.subject?.type === 'break-glass' && alert.can.length > 0 && <TextLink to="/admin/reviews">{t('alerts.toReviews')}</TextLink>}
        {alert.subject?.type === 'case' && alert.can.length > 0 && <TextLink to="/admin/case-routing">{t('alerts.toRouting')}</TextLink>}
      </Text>
      <Dealt alert={alert} />
      <ProblemAlert problem={take.problem} />
      <CloseDialog alert={alert} opened={closing} onClose={() => setClosing(false)} />
    </Row>
  )
}

/** Who took it up or closed it, and what came of it. */
function Dealt({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const at = alert.closedAt ?? alert.acknowledgedAt
  return (
    <>
      {at && (
        <Group gap={4} fz="sm" c="dimmed">
          {alert.closedAt ? t('alerts.closedAt') : t('alerts.takenUp')} <DateTime instant={at} />{' '}
          {alert.by?.displayName && t('alerts.by', { name: alert.by.displayName })}
        </Group>
      )}
      {alert.note && (
        <Text fz="sm" className="wk-written">
          {alert.note}
        </Text>
      )}
    </>
  )
}

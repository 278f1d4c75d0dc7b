import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconDeviceLaptop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Row } from '../../layout/rows.tsx'
import { formatDistance, formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { deviceOf } from './device.ts'

export type Session = Answer<'listSessions'>['items'][number]

const pictures = { phone: IconDeviceMobile, computer: IconDeviceLaptop, program: IconTerminal2 }

/** One session that is alive: on what, since when, from where, last used when. */
export function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const device = deviceName(session, t)
  const Picture = pictures[deviceOf(session.userAgent).kind]
  const now = new Date().toISOString()
  const since = formatDistance(session.createdAt, now, locale)
  return (
    <Row
      start={<Picture size={22} stroke={1.5} aria-hidden="true" />}
      end={
        !session.current && (
          <Button variant="default" size="xs" disabled={busy} onClick={onEnd}>
            {t('account.security.end')}
            <VisuallyHidden>: {device}</VisuallyHidden>
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>{device}</Text>
        {session.current && <Badge variant="light">{t('account.security.current')}</Badge>}
      </Group>
      <Text fz="sm" c="dimmed">
        {session.assurance > 1 ? t('account.security.twoFactors', { when: since }) : t('account.security.oneFactor', { when: since })}
        {!session.current && ` · ${t('account.security.lastSeen', { when: formatDistance(session.lastSeenAt, now, locale) })}`}
      </Text>
      <Text fz="sm" c="dimmed">
        {t('account.security.address', { address: session.address })}
        {' · '}
        {t('account.security.until', { when: formatInstant(session.expiresAt, 'date-time', locale, viewerZone()) })}
      </Text>
    </Row>
  )
}

export function deviceName(session: Session, t: TFunction): string {
  const { kind, browser, system } = deviceOf(session.userAgent)
  if (kind === 'program') return session.userAgent === '' ? t('account.security.unknownDevice') : t('account.security.program')
  return system ? t('account.security.browserOn', { browser, system }) : (browser ?? t('account.security.unknownDevice'))
}

import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconDeviceLaptop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { done } from '../../layout/notices.ts'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { formatDistance, formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { deviceOf } from './device.ts'
import { FactorsSection } from './factors-section.tsx'

type Session = Answer<'listSessions'>['items'][number]

const pictures = { phone: IconDeviceMobile, computer: IconDeviceLaptop, program: IconTerminal2 }

export function SecurityPage() {
  const { t } = useTranslation()
  const sessions = useEndpoint('listSessions')
  const end = useAct('revokeSession', { refreshes: ['listSessions'] })
  const others = sessions.data?.items.filter((session) => !session.current) ?? []
  const endOne = async (session: Session) => {
    const ended = await end.run({ params: { id: session.id } })
    if (ended !== undefined) done(t('account.security.ended', { device: deviceName(session, t) }))
  }
  const endOthers = async () => {
    for (const session of others) if ((await end.run({ params: { id: session.id } })) === undefined) return
    done(t('account.security.othersEnded'))
  }
  return (
    <Page title={t('account.security.title')} lead={t('account.security.lead')} width="reading">
      <ProblemAlert problem={end.problem} />
      <Section
        title={t('account.security.sessions')}
        flush
        aside={
          others.length > 1 && (
            <Button variant="default" size="xs" onClick={endOthers} loading={end.busy}>
              {t('account.security.endOthers')}
            </Button>
          )
        }
      >
        <Loaded query={sessions} lines={3}>
          {({ items }) => (
            <Rows>
              {items.map((session) => (
                <SessionRow key={session.id} session={session} busy={end.busy} onEnd={() => endOne(session)} />
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
      <FactorsSection />
      <Section
        title={t('account.security.password')}
        aside={
          <LinkButton to="/security/password" variant="default" size="xs">
            {t('account.security.change')}
          </LinkButton>
        }
      >
        <Text>{t('account.security.passwordText')}</Text>
      </Section>
    </Page>
  )
}

function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const device = deviceName(session, t)
  const Picture = pictures[deviceOf(session.userAgent).kind]
  const since = formatDistance(session.createdAt, new Date().toISOString(), locale)
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
      </Text>
      <Text fz="sm" c="dimmed">
        {t('account.security.address', { address: session.address })}
        {' · '}
        {t('account.security.until', { when: formatInstant(session.expiresAt, 'date-time', locale, viewerZone()) })}
      </Text>
    </Row>
  )
}

function deviceName(session: Session, t: TFunction): string {
  const { kind, browser, system } = deviceOf(session.userAgent)
  if (kind === 'program') return session.userAgent === '' ? t('account.security.unknownDevice') : t('account.security.program')
  return system ? t('account.security.browserOn', { browser, system }) : (browser ?? t('account.security.unknownDevice'))
}

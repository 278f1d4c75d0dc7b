import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { done } from '../../layout/notices.ts'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { OwnSignOnSection } from '../sign-on/own-section.tsx'
import { FactorsSection } from './factors-section.tsx'
import { deviceName, type Session, SessionRow } from './session-row.tsx'

export function SecurityPage() {
  const { t } = useTranslation()
  const sessions = useEndpoint('listSessions')
  const end = useAct('revokeSession', { refreshes: ['listSessions'] })
  const others = sessions.data?.items.filter((session) => !session.current) ?? []
  const endOne = async (session: Session) => {
    const ended = await end.run({ params: { id: session.id } })
    if (ended !== undefined) done(t('account.security.ended', { device: deviceName(session, t) }))
  }
  const endOthers = useAct('endOtherSessions', { refreshes: ['listSessions'], done: t('account.security.othersEnded') })
  return (
    <Page title={t('account.security.title')} lead={t('account.security.lead')} width="reading">
      <ProblemAlert problem={end.problem ?? endOthers.problem} />
      <Section
        title={t('account.security.sessions')}
        flush
        aside={
          others.length > 0 && (
            <Button variant="default" size="xs" onClick={() => void endOthers.run()} loading={endOthers.busy}>
              {t('account.security.endOthers')}
            </Button>
          )
        }
      >
        <Loaded query={sessions} lines={3}>
          {({ items }) => (
            <Rows>
              {items.map((session) => (
                <SessionRow key={session.id} session={session} busy={end.busy || endOthers.busy} onEnd={() => endOne(session)} />
              ))}
            </Rows>
          )}
        </Loaded>
      </Section>
      <FactorsSection />
      <OwnSignOnSection />
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

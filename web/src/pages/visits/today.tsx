import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { FactorNudge } from '../../layout/factor-nudge.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePerson } from '../../session/session.ts'
import { CalendarFileButton } from '../calendar/calendar-file-button.tsx'
import { Offers } from '../waitlist/offers.tsx'
import { isUpcoming } from './my-visits.tsx'
import { VisitRow } from './visit-row.tsx'

export function TodayPage() {
  const { t } = useTranslation()
  const person = usePerson()
  const from = useMemo(() => new Date().toISOString(), [])
  const visits = useEndpoint('listAppointments', { query: { from, limit: 100 } })
  return (
    <Page
      title={t('visits.today.title')}
      lead={t('visits.today.hello', { name: person.displayName })}
      width="reading"
      action={<LinkButton to="/doctors">{t('visits.today.book')}</LinkButton>}
    >
      <FactorNudge />
      <Offers />
      <Section title={t('visits.today.next')} aside={<TextLink to="/visits">{t('visits.today.all')}</TextLink>} flush>
        <Loaded query={visits} lines={1}>
          {({ items }) => {
            const next = items.find((visit) => isUpcoming(visit, new Date()))
            return next ? (
              <Rows>
                <VisitRow visit={next} person={next.doctor.displayName}>
                  <CalendarFileButton visit={next} />
                </VisitRow>
              </Rows>
            ) : (
              <EmptyState title={t('visits.today.none')} text={t('visits.today.noneText')} />
            )
          }}
        </Loaded>
      </Section>
      <Section title={t('visits.today.record')} aside={<TextLink to="/records">{t('chart.records.title')}</TextLink>}>
        <p>{t('visits.today.lookedText')}</p>
        <TextLink to="/who-looked">{t('visits.today.see')}</TextLink>
      </Section>
    </Page>
  )
}

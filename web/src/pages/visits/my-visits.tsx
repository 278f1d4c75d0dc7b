import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePerson } from '../../session/session.ts'
import { CalendarFileButton } from '../calendar/calendar-file-button.tsx'
import { useActingIn, WhomSelect } from '../family/whom-select.tsx'
import { Offers } from '../waitlist/offers.tsx'
import { type Visit, VisitRow } from './visit-row.tsx'

export function MyVisitsPage() {
  const { t } = useTranslation()
  const { patientId = '' } = usePerson()
  const others = useActingIn('book')
  const [whose, setWhose] = useState(patientId)
  const of = whose === patientId ? {} : { patientId: whose }
  const visits = usePages('listAppointments', of, ({ cursor, ...more }) =>
    client.listAppointments({ query: { limit: 100, ...of, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('visits.list.title')} width="reading" action={<LinkButton to="/doctors">{t('visits.today.book')}</LinkButton>}>
      <Offers />
      <TextLink to="/waitlist">{t('waitlist.title')}</TextLink>
      <WhomSelect label={t('family.whose')} others={others} value={whose} onChange={setWhose} />
      <LoadedPages query={visits} empty={<EmptyState title={t('visits.today.none')} text={t('visits.today.noneText')} />}>
        {(items) => {
          const now = new Date()
          const open = items.filter((visit) => isUpcoming(visit, now))
          const past = items.filter((visit) => !isUpcoming(visit, now)).reverse()
          return (
            <>
              <VisitSection title={t('visits.list.upcoming')} empty={t('visits.list.noneUpcoming')} visits={open} />
              <VisitSection title={t('visits.list.past')} empty={t('visits.list.nonePast')} visits={past} />
            </>
          )
        }}
      </LoadedPages>
    </Page>
  )
}

export function isUpcoming(visit: Visit, now: Date): boolean {
  return visit.status !== 'cancelled' && visit.status !== 'noshow' && new Date(visit.end) > now
}

function VisitSection({ title, empty, visits }: { title: string; empty: string; visits: Visit[] }) {
  return (
    <Section title={title} flush>
      {visits.length === 0 ? (
        <EmptyState title={empty} />
      ) : (
        <Rows>
          {visits.map((visit) => (
            <VisitRow key={visit.id} visit={visit} person={visit.doctor.displayName}>
              <CalendarFileButton visit={visit} />
            </VisitRow>
          ))}
        </Rows>
      )}
    </Section>
  )
}

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { CalendarDay } from '../../layout/date-time.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { viewerZone } from '../../words/dates.ts'
import { type Visit, VisitRow } from '../visits/visit-row.tsx'
import { VisitSteps } from '../visits/visit-steps.tsx'

const ahead = 14

export function DayPage() {
  const { t } = useTranslation()
  const query = useMemo(() => fortnight(new Date()), [])
  const visits = usePages('listAppointments', query, ({ cursor, ...more }) =>
    client.listAppointments({ query: { ...query, limit: 100, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('chart.day.title')} lead={t('chart.day.lead')} width="reading">
      <LoadedPages query={visits} empty={<EmptyState title={t('chart.day.none')} text={t('chart.day.noneText')} />}>
        {(items) => [...Map.groupBy(items, dayOf)].map(([day, ofDay]) => <Day key={day} day={day} visits={ofDay} />)}
      </LoadedPages>
    </Page>
  )
}

function Day({ day, visits }: { day: string; visits: Visit[] }) {
  const { t } = useTranslation()
  return (
    <Section title={<CalendarDay date={day} shape="day" />} flush>
      <Rows>
        {visits.map((visit) => (
          <VisitRow key={visit.id} visit={visit} person={visit.patient.displayName} shape="time">
            {visit.status !== 'cancelled' && (
              <>
                <VisitSteps visit={visit} />
                <LinkButton size="xs" variant="default" to="/patients/$patientId" params={{ patientId: visit.patient.id }}>
                  {t('chart.day.openChart')}
                </LinkButton>
                <LinkButton
                  size="xs"
                  to="/patients/$patientId/records/new"
                  params={{ patientId: visit.patient.id }}
                  search={{ appointmentId: visit.id }}
                  aria-label={t('chart.day.writeFor', { name: visit.patient.displayName })}
                >
                  {t('chart.day.write')}
                </LinkButton>
              </>
            )}
          </VisitRow>
        ))}
      </Rows>
    </Section>
  )
}

function dayOf(visit: Visit): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: viewerZone() }).format(new Date(visit.start))
}

/** From the beginning of today on the viewer's clock. */
function fortnight(now: Date): { from: string; to: string } {
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  return { from: start.toISOString(), to: new Date(start.getTime() + (ahead + 1) * 86_400_000).toISOString() }
}

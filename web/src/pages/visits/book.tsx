import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { CalendarFileButton } from '../calendar/calendar-file-button.tsx'
import { useActingIn, WhomSelect } from '../family/whom-select.tsx'
import classes from './booking.module.css'
import { KindSelect } from './kind-select.tsx'
import { TimeChoice } from './time-choice.tsx'
import { useChosenTime } from './use-chosen-time.ts'

const route = getRouteApi('/frame/doctors/$doctorId/book')

export function BookPage() {
  const { t } = useTranslation()
  const { doctorId } = route.useParams()
  const { kind } = route.useSearch()
  const doctor = useEndpoint('readDoctor', { params: { id: doctorId } })
  const [whom, setWhom] = useState('')
  const others = useActingIn('book')
  const [booked, setBooked] = useState<Answer<'bookAppointment'>>()
  if (booked) return <BookedPage visit={booked} />
  return (
    <Page title={t('visits.book.title')} width="reading" back={<TextLink to="/doctors">{t('visits.find.title')}</TextLink>}>
      <Loaded query={doctor}>
        {(found) => (
          <Section title={<PersonName>{found.displayName}</PersonName>}>
            <Stack gap="lg">
              <WhomSelect label={t('family.whom')} others={others} value={whom} onChange={setWhom} />
              {/* Where there is more than one to book for, nobody is booked for by mistake. */}
              {(others?.length === 0 || whom !== '') && (
                <BookForm
                  key={doctorId}
                  doctorId={doctorId}
                  {...(kind && { kind })}
                  {...(whom && { patientId: whom })}
                  onBooked={setBooked}
                />
              )}
            </Stack>
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

/** `patientId` only where somebody books for another: staff, or who acts for them. */
export function BookForm({
  doctorId,
  kind: first = '',
  patientId,
  onBooked,
}: {
  doctorId: string
  kind?: string
  patientId?: string
  onBooked: (visit: Answer<'bookAppointment'>) => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [kind, setKind] = useState(first)
  const book = useAct('bookAppointment', { refreshes: ['readSlots', 'listAppointments', 'listDoctors'] })
  const time = useChosenTime(doctorId, book, kind || undefined)
  const submit = async () => {
    if (!time.slot) return
    const what = time.held ? { holdId: time.held.id } : { doctorId, ...time.slot, ...(kind && { visitTypeId: kind }) }
    const visit = await time.use(book.run({ body: { ...what, ...(patientId && { patientId }), ...(reason && { reason }) } }))
    if (visit) onBooked(visit)
  }
  return (
    <Stack gap="lg">
      <KindSelect
        doctorId={doctorId}
        value={kind}
        onChange={(next) => {
          time.choose(undefined)
          setKind(next)
        }}
      />
      <TimeChoice doctorId={doctorId} time={time} />
      <Textarea
        label={t('visits.book.reason')}
        description={t('visits.book.reasonHelp')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={2000}
        dir="auto"
        autosize
        minRows={2}
      />
      <div className={classes.submit}>
        <Button size="md" disabled={!time.slot || time.busy} loading={book.busy} onClick={submit}>
          {t('visits.book.submit')}
        </Button>
        {!time.slot && (
          <Text fz="sm" c="dimmed">
            {t('visits.book.choose')}
          </Text>
        )}
      </div>
    </Stack>
  )
}

function BookedPage({ visit }: { visit: Answer<'bookAppointment'> }) {
  const { t } = useTranslation()
  return (
    <Page title={t('visits.book.done')} width="reading">
      <EmptyState
        icon={IconCircleCheck}
        title={visit.doctor.displayName}
        action={
          <Group justify="center">
            <LinkButton to="/visits">{t('visits.book.mine')}</LinkButton>
            <CalendarFileButton visit={visit} />
          </Group>
        }
      >
        <ClinicTime instant={visit.start} end={visit.end} clinicZone={visit.timeZone} />
        <Text c="dimmed" maw={440}>
          {Date.parse(visit.changeUntil) < Date.now() ? (
            t('visits.book.doneNear')
          ) : (
            <>
              {t('visits.book.doneUntil')} <ClinicTime instant={visit.changeUntil} clinicZone={visit.timeZone} />
            </>
          )}
        </Text>
      </EmptyState>
    </Page>
  )
}

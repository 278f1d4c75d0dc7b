import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { CalendarFileButton } from '../calendar/calendar-file-button.tsx'
import { useBookedFor, WhomSelect } from '../family/whom-select.tsx'
import classes from './booking.module.css'
import { HoldCountdown } from './hold-countdown.tsx'
import { type Slot, SlotPicker } from './slot-picker.tsx'
import { useHold } from './use-hold.ts'

const lostTimes: readonly string[] = ['SLOT_TAKEN', 'OUTSIDE_HOURS', 'TOO_SOON', 'BEYOND_HORIZON', 'HOLD_EXPIRED']

const route = getRouteApi('/frame/doctors/$doctorId/book')

export function BookPage() {
  const { t } = useTranslation()
  const { doctorId } = route.useParams()
  const doctor = useEndpoint('readDoctor', { params: { id: doctorId } })
  const [whom, setWhom] = useState('')
  const others = useBookedFor()
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
                <BookForm doctorId={doctorId} {...(whom && { patientId: whom })} onBooked={setBooked} />
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
  patientId,
  onBooked,
}: {
  doctorId: string
  patientId?: string
  onBooked: (visit: Answer<'bookAppointment'>) => void
}) {
  const { t } = useTranslation()
  const [slot, setSlot] = useState<Slot>()
  const [reason, setReason] = useState('')
  const cache = useQueryClient()
  const hold = useHold(doctorId)
  const book = useAct('bookAppointment', { refreshes: ['readSlots', 'listAppointments', 'listDoctors'] })
  const choose = (next: Slot | undefined) => {
    setSlot(next)
    book.clear()
    if (next) void hold.keep(next)
    else hold.drop()
  }
  const submit = async () => {
    if (!slot) return
    const what = hold.held ? { holdId: hold.held.id } : { doctorId, ...slot }
    const visit = await book.run({ body: { ...what, ...(patientId && { patientId }), ...(reason && { reason }) } })
    if (!visit) return
    hold.spend()
    onBooked(visit)
  }
  // A time that turned out not to be free is taken back, and the free ones are asked for anew; what was typed stays.
  const problem = book.problem ?? hold.problem
  const lost = problem !== undefined && lostTimes.includes(problem.code)
  const { ended, spend } = hold
  useEffect(() => {
    if (!lost && !ended) return
    spend()
    setSlot(undefined)
    void cache.invalidateQueries({ queryKey: ['readSlots'] })
  }, [lost, ended, spend, cache])
  return (
    <Stack gap="lg">
      {ended || problem?.code === 'HOLD_EXPIRED' ? (
        <Alert color="amber" role="alert">
          {t('visits.book.keptEnded')}
        </Alert>
      ) : (
        <SaveProblem problem={problem} sentence={t('visits.book.taken')} code="SLOT_TAKEN" />
      )}
      <SlotPicker doctorId={doctorId} chosen={slot} onChosen={choose} />
      {hold.held && <HoldCountdown key={hold.held.id} until={hold.held.until} onEnd={hold.expire} />}
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
        <Button size="md" disabled={!slot || hold.busy} loading={book.busy} onClick={submit}>
          {t('visits.book.submit')}
        </Button>
        {!slot && (
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
        text={t('visits.book.doneText')}
        action={
          <Group justify="center">
            <LinkButton to="/visits">{t('visits.book.mine')}</LinkButton>
            <CalendarFileButton visitId={visit.id} />
          </Group>
        }
      >
        <ClinicTime instant={visit.start} end={visit.end} clinicZone={visit.timeZone} />
      </EmptyState>
    </Page>
  )
}

import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconStethoscope, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { FoundPatients } from '../../forms/found-patients.tsx'
import { CalendarDay, ClinicTime } from '../../layout/date-time.tsx'
import { TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { done } from '../../layout/notices.ts'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { BookForm } from '../visits/book.tsx'
import { OtherTimeForm } from './other-time.tsx'

type Patient = Answer<'readPatient'>
type Doctor = Answer<'readDoctor'>

/** Who, with whom, when: one question after the other, each answer in sight and open to change. */
export function BookForPatientPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [patient, setPatient] = useState<Patient>()
  const [doctor, setDoctor] = useState<Doctor>()
  const booked = (visit: Answer<'bookAppointment'>) => {
    done(t('board.forPatient.done', { name: visit.patient.displayName }))
    void navigate({ to: '/board', search: { day: dayOf(visit.start) } })
  }
  return (
    <Page
      title={t('board.forPatient.title')}
      lead={t('board.forPatient.lead')}
      width="reading"
      back={<TextLink to="/board">{t('board.title')}</TextLink>}
    >
      {patient ? (
        <Chosen title={t('board.forPatient.patient')} change={t('board.forPatient.change')} onChange={() => setPatient(undefined)}>
          <PatientWords patient={patient} />
        </Chosen>
      ) : (
        <PatientChoice onChosen={setPatient} />
      )}
      {patient &&
        (doctor ? (
          <Chosen title={t('board.forPatient.doctor')} change={t('board.forPatient.changeDoctor')} onChange={() => setDoctor(undefined)}>
            <DoctorWords doctor={doctor} />
          </Chosen>
        ) : (
          <DoctorChoice onChosen={setDoctor} />
        ))}
      {patient && doctor && (
        <Section title={t('board.forPatient.when')}>
          <BookForm key={doctor.id} doctorId={doctor.id} patientId={patient.id} onBooked={booked} />
        </Section>
      )}
      {patient && doctor && (
        <Section title={t('board.other.title')}>
          <OtherTimeForm key={doctor.id} doctor={doctor} patientId={patient.id} onBooked={booked} />
        </Section>
      )}
    </Page>
  )
}

function Chosen({ title, change, onChange, children }: { title: string; change: string; onChange: () => void; children: ReactNode }) {
  return (
    <Section
      title={title}
      aside={
        <Button variant="default" size="xs" onClick={onChange}>
          {change}
        </Button>
      }
    >
      {children}
    </Section>
  )
}

function PatientChoice({ onChosen }: { onChosen: (patient: Patient) => void }) {
  const { t } = useTranslation()
  const empty = <EmptyState title={t('board.forPatient.patientsNone')} text={t('board.forPatient.patientsNoneText')} />
  return (
    <Section title={t('board.forPatient.patients')} flush>
      <FoundPatients empty={empty}>
        {(items) => (
          <Rows>
            {items.map((patient) => (
              <Row
                key={patient.id}
                start={<IconUser size={22} stroke={1.5} aria-hidden="true" />}
                end={<Choose name={patient.displayName} onClick={() => onChosen(patient)} />}
              >
                <PatientWords patient={patient} />
              </Row>
            ))}
          </Rows>
        )}
      </FoundPatients>
    </Section>
  )
}

function DoctorChoice({ onChosen }: { onChosen: (doctor: Doctor) => void }) {
  const { t } = useTranslation()
  const doctors = usePages('listDoctors', {}, ({ cursor, ...more }) => client.listDoctors({ query: cursor ? { cursor } : {} }, more))
  const empty = <EmptyState title={t('board.forPatient.doctorsNone')} text={t('board.forPatient.doctorsNoneText')} />
  return (
    <Section title={t('board.forPatient.doctors')} flush>
      <LoadedPages query={doctors} empty={empty}>
        {(items) => (
          <Rows>
            {items.map((doctor) => (
              <Row
                key={doctor.id}
                start={<IconStethoscope size={22} stroke={1.5} aria-hidden="true" />}
                end={<Choose name={doctor.displayName} onClick={() => onChosen(doctor)} />}
              >
                <DoctorWords doctor={doctor} />
              </Row>
            ))}
          </Rows>
        )}
      </LoadedPages>
    </Section>
  )
}

function Choose({ name, onClick }: { name: string; onClick: () => void }) {
  const { t } = useTranslation()
  return (
    <Button variant="default" size="xs" onClick={onClick}>
      {t('board.forPatient.choose')}
      <VisuallyHidden>: {name}</VisuallyHidden>
    </Button>
  )
}

function PatientWords({ patient }: { patient: Patient }) {
  return (
    <>
      <Text fw={600}>
        <PersonName>{patient.displayName}</PersonName>
      </Text>
      {patient.birthDate && (
        <Text fz="sm" c="dimmed">
          <CalendarDay date={patient.birthDate} />
        </Text>
      )}
    </>
  )
}

function DoctorWords({ doctor }: { doctor: Doctor }) {
  const { t } = useTranslation()
  return (
    <>
      <Text fw={600}>
        <PersonName>{doctor.displayName}</PersonName>
      </Text>
      <Group gap={4} fz="sm" c="dimmed">
        {doctor.vacation ? t('visits.find.away') : doctor.firstFree ? `${t('visits.find.firstFree')}:` : t('visits.find.noFree')}
        {!doctor.vacation && doctor.firstFree && <ClinicTime instant={doctor.firstFree} clinicZone={doctor.timeZone} />}
      </Group>
    </>
  )
}

/** The day of the visit on the viewer's calendar. */
function dayOf(instant: string): string {
  return new Intl.DateTimeFormat('en-CA').format(new Date(instant))
}

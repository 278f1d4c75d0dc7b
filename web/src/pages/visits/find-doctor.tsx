import { Badge, Group, Select, Text } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { useDirectory } from '../../data/use-directory.ts'
import { usePages } from '../../data/use-pages.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { AwayNote } from '../away/away-note.tsx'
import { WaitButton } from '../waitlist/wait-button.tsx'
import classes from './booking.module.css'
import { FirstFree } from './first-free.tsx'
import { KindSelect } from './kind-select.tsx'

export function FindDoctorPage() {
  const { t, i18n } = useTranslation()
  const [language, setLanguage] = useState<string | null>(null)
  const [specialty, setSpecialty] = useState<string | null>(null)
  const [kind, setKind] = useState('')
  const query = { ...(language && { language }), ...(specialty && { specialty }) }
  const doctors = usePages('listDoctors', query, ({ cursor, ...more }) =>
    client.listDoctors({ query: { ...query, ...(cursor && { cursor }) } }, more),
  )
  const { data: everybody } = useDirectory()
  const locale = localeOf(i18n.language)
  const spoken = offeredIn(everybody, ({ languages }) => languages).map((value) => ({ value, label: languageName(value, locale) }))
  return (
    <Page title={t('visits.find.title')} lead={t('visits.find.lead')} width="reading">
      <Group align="flex-end">
        <Select
          label={t('visits.find.language')}
          placeholder={t('visits.find.any')}
          clearable
          className={classes.filter}
          value={language}
          onChange={setLanguage}
          data={spoken.toSorted((one, other) => one.label.localeCompare(other.label))}
        />
        <Select
          label={t('visits.find.specialty')}
          placeholder={t('visits.find.anySpecialty')}
          clearable
          className={classes.filter}
          value={specialty}
          onChange={setSpecialty}
          data={offeredIn(everybody, ({ specialties }) => specialties)}
        />
        <div className={classes.filter}>
          <KindSelect value={kind} onChange={setKind} none={t('visits.find.anyKind')} />
        </div>
      </Group>
      {(language || specialty || kind) && <FirstFree sought={{ ...query, ...(kind && { visitTypeId: kind }) }} />}
      <Section title={t('visits.find.rail')} flush>
        <LoadedPages query={doctors} empty={<EmptyState title={t('visits.find.none')} text={t('visits.find.noneText')} />}>
          {(items) => (
            <Rows>
              {items.toSorted(bySoonest).map((doctor) => (
                <DoctorRow key={doctor.id} doctor={doctor} languages={doctor.languages.map((tag) => languageName(tag, locale))} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}

type Doctor = Answer<'readDoctor'>

/** What the doctors of the clinic offer, each once: a filter that finds nobody is not there to choose. */
function offeredIn(doctors: readonly Doctor[] | undefined, of: (doctor: Doctor) => readonly string[]): string[] {
  return [...new Set((doctors ?? []).flatMap(of))].toSorted((one, other) => one.localeCompare(other))
}

/** Who has a free time soonest stands first, who has none last. */
function bySoonest(one: Doctor, other: Doctor): number {
  const soonest = ({ firstFree, vacation }: Doctor) => (firstFree && !vacation ? Date.parse(firstFree) : Number.POSITIVE_INFINITY)
  return soonest(one) === soonest(other) ? 0 : soonest(one) - soonest(other)
}

function DoctorRow({ doctor, languages }: { doctor: Doctor; languages: string[] }) {
  const { t, i18n } = useTranslation()
  return (
    <Row
      start={<IconStethoscope size={22} stroke={1.5} aria-hidden="true" />}
      end={
        doctor.firstFree === undefined ? (
          <WaitButton doctorId={doctor.id} name={doctor.displayName} />
        ) : (
          <LinkButton
            to="/doctors/$doctorId/book"
            params={{ doctorId: doctor.id }}
            aria-label={t('visits.find.bookWith', { name: doctor.displayName })}
          >
            {t('visits.find.book')}
          </LinkButton>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{doctor.displayName}</PersonName>
        </Text>
        {doctor.specialties.map((specialty) => (
          <Badge key={specialty} variant="light" color="gray">
            {specialty}
          </Badge>
        ))}
      </Group>
      <Text fz="sm" c="dimmed">
        {t('visits.find.speaks', { languages: new Intl.ListFormat(localeOf(i18n.language), { type: 'unit' }).format(languages) })}
      </Text>
      <Text fz="sm">
        {doctor.vacation ? <AwayNote doctor={doctor} /> : doctor.firstFree ? `${t('visits.find.firstFree')}: ` : t('visits.find.noFree')}
        {!doctor.vacation && doctor.firstFree && <ClinicTime instant={doctor.firstFree} clinicZone={doctor.timeZone} />}
      </Text>
      {!doctor.vacation && doctor.away && (
        <Text fz="sm" c="dimmed">
          <AwayNote doctor={doctor} />
        </Text>
      )}
    </Row>
  )
}

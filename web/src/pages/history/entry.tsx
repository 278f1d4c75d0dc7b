import { Text, Title } from '@mantine/core'
import {
  type Icon,
  IconActivity,
  IconAlertTriangle,
  IconBuildingHospital,
  IconClipboardHeart,
  IconMedicalCross,
  IconPill,
  IconReportMedical,
  IconStethoscope,
  IconVaccine,
} from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { type ComponentProps, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FhirDate } from './fhir-date.tsx'
import { valueWords } from './quantities.ts'
import classes from './timeline.module.css'

export type Entry = Answer<'readHistory'>['items'][number]
export type Kind = Entry['kind']

const pictures: Record<Kind, Icon> = {
  condition: IconStethoscope,
  observation: IconActivity,
  immunization: IconVaccine,
  encounter: IconBuildingHospital,
  procedure: IconMedicalCross,
  medication: IconPill,
  allergy: IconAlertTriangle,
  'care-plan': IconClipboardHeart,
  report: IconReportMedical,
}

/** FHIR's words for how something stands that say more than that it was; the rest (final, completed, finished) goes without saying. */
const standings = [
  'active',
  'inactive',
  'resolved',
  'remission',
  'recurrence',
  'relapse',
  'stopped',
  'revoked',
  'on-hold',
  'preliminary',
  'provisional',
  'unconfirmed',
] as const

type EntryProps = ComponentProps<'article'> & { entry: Entry; year: string | undefined; last: boolean }

/** One entry of the timeline, under its year where it is the first of it. */
export function EntryArticle({ entry, year, last, ...rest }: EntryProps) {
  const { t } = useTranslation()
  const id = useId()
  const { kind, code, value, numeric, components, status, start, end, source } = entry
  const Picture = pictures[kind]
  const standing = standings.find((known) => known === status)
  return (
    <article {...rest} className={classes.entry} aria-labelledby={id} data-kind={kind} data-last={last || undefined}>
      {year !== undefined && (
        <Title order={3} className={classes.year}>
          {year || t('history.undated')}
        </Title>
      )}
      <div className={classes.row}>
        <Text className={classes.date}>{start && <FhirDate date={start} />}</Text>
        <span className={classes.dot}>
          <Picture size={18} stroke={1.75} aria-hidden="true" />
        </span>
        <div className={classes.words}>
          <Text id={id} fw={600}>
            <bdi>{code.display}</bdi>
          </Text>
          <Text fz="sm" c="dimmed" component="div">
            {t(`history.kindOf.${kind}`)}
            {end && end.slice(0, 10) !== start?.slice(0, 10) && (
              <>
                {' · '}
                <bdi>
                  {start && (
                    <>
                      <FhirDate date={start} /> –{' '}
                    </>
                  )}
                  <FhirDate date={end} />
                </bdi>
              </>
            )}
            {standing && ` · ${t(`history.standing.${standing}`)}`}
            {' · '}
            <bdi>{source}</bdi>
          </Text>
        </div>
        {value && (
          <Text className={classes.value} component="div">
            <bdi>{valueWords(value, numeric?.unit ?? components?.[0]?.numeric.unit)}</bdi>
          </Text>
        )}
      </div>
    </article>
  )
}

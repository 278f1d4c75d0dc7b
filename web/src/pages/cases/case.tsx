import { Alert, List, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { Assistance } from './assistance.tsx'
import { AssistantConsent } from './assistant-consent.tsx'
import { CaseActs } from './case-acts.tsx'
import { CaseBadges } from './case-badges.tsx'
import { Thread } from './thread.tsx'
import { WriteForm } from './write-form.tsx'

export type Detail = Answer<'readCase'>
const assistedIn: readonly Detail['state'][] = ['queued', 'accepted', 'answered']
const route = getRouteApi('/frame/cases/$caseId')

/** One question with its conversation, for whoever takes part in it. */
export function CasePage() {
  const { t } = useTranslation()
  const { caseId } = route.useParams()
  const { doctorId } = usePerson()
  const found = useEndpoint('readCase', { params: { id: caseId } })
  const back = <TextLink to="/cases">{doctorId === undefined ? t('cases.mine') : t('cases.queue')}</TextLink>
  if (found.data === undefined)
    return (
      <Page title={t('cases.rail')} width="reading" back={back}>
        <Loaded query={found}>{() => null}</Loaded>
      </Page>
    )
  const detail = found.data
  return (
    <Page
      title={<bdi>{detail.title}</bdi>}
      width={doctorId === undefined ? 'reading' : 'work'}
      back={back}
      action={<CaseBadges item={detail} />}
    >
      <CaseActs detail={detail} />
      <Facts detail={detail} reads={doctorId !== undefined} />
      {detail.routing && <Why routing={detail.routing} />}
      <Thread detail={detail} />
      {doctorId !== undefined && assistedIn.includes(detail.state) && <Assistance caseId={caseId} />}
      <WriteForm key={detail.state} detail={detail} />
      {detail.can.includes('withdraw-assistant') && <AssistantConsent detail={detail} />}
      <Steps history={detail.history} />
    </Page>
  )
}

function Facts({ detail, reads }: { detail: Detail; reads: boolean }) {
  const { t, i18n } = useTranslation()
  const { patientId } = usePerson()
  const { patient } = detail
  const language = languageName(detail.language, localeOf(i18n.language))
  return (
    <Section
      title={t(`cases.urgency.${detail.urgency}`)}
      aside={
        reads &&
        patient && (
          <TextLink to="/patients/$patientId" params={{ patientId: patient.id }}>
            {t('cases.chart')}
          </TextLink>
        )
      }
    >
      <Stack gap="md">
        <KeyValues
          items={[
            [t('cases.due'), <DateTime key="due" instant={detail.dueAt} />],
            [t('cases.asked'), <DateTime key="asked" instant={detail.submittedAt} />],
            [
              t('cases.patient'),
              patient && patient.id !== patientId ? (
                <PersonName key="patient">{patient.displayName}</PersonName>
              ) : (
                detail.anonymousUntil && t('receipts.anonymous')
              ),
            ],
            [t('cases.vendor'), detail.vendorId],
            [t('cases.reference'), detail.externalReference],
            [t('cases.doctor'), detail.assignee && <PersonName>{detail.assignee.displayName}</PersonName>],
            [t('cases.language'), language],
            [t('cases.specialty'), detail.specialty],
          ]}
        />
        {reads && !patient && !detail.anonymousUntil && !detail.vendorId && detail.can.includes('accept') && (
          <Alert color="gray" icon={<IconInfoCircle aria-hidden="true" />}>
            {t('cases.patientHidden')}
          </Alert>
        )}
      </Stack>
    </Section>
  )
}

function Why({ routing }: { routing: NonNullable<Detail['routing']> }) {
  const { t } = useTranslation()
  return (
    <Section title={t('cases.why')}>
      <List>
        {routing.reasons.map((reason) => (
          <List.Item key={reason}>{t(`cases.reasons.${reason}`)}</List.Item>
        ))}
        <List.Item>{t('cases.load', { count: routing.load })}</List.Item>
      </List>
      {routing.fallback && (
        <Text mt="sm" fw={600}>
          {t('cases.fallback')}
        </Text>
      )}
    </Section>
  )
}

function Steps({ history }: { history: Detail['history'] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('cases.history')}>
      <List>
        {history.map(({ step, at, by, note }) => (
          <List.Item key={`${at} ${step}`}>
            {t(`cases.step.${step}`)} · <DateTime instant={at} />
            {by && (
              <>
                {' · '}
                <PersonName>{by}</PersonName>
              </>
            )}
            {note && (
              <Text fz="sm" c="dimmed" dir="auto">
                {note}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Section>
  )
}

import { Badge, Button, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { linkEvidence } from '@wardkeep/contract/legacy.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { PatientChoice } from '../../forms/patient-choice.tsx'
import { SendRow } from '../../forms/send-row.tsx'
import { DateTime } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'

const route = getRouteApi('/frame/old-cases/$caseId')

type Whole = Answer<'readLegacyCase'>

export function OldCasePage() {
  const { t } = useTranslation()
  const { caseId } = route.useParams()
  const found = useEndpoint('readLegacyCase', { params: { id: caseId } })
  return (
    <Page title={t('legacy.title')} width="reading" back={found.data && <WayBack link={found.data.link} />}>
      <Loaded query={found}>{(whole) => <OldCase whole={whole} />}</Loaded>
    </Page>
  )
}

/** To all of them for who links them, else to the chart that it was linked to. */
function WayBack({ link }: { link: Whole['link'] }) {
  const { t } = useTranslation()
  const own = usePerson().patientId
  if (link === undefined || link.by !== undefined) return <TextLink to="/admin/old-cases">{t('legacy.back')}</TextLink>
  if (link.patientId === own)
    return (
      <TextLink to="/records" search={{ part: 'earlier' }}>
        {t('chart.records.title')}
      </TextLink>
    )
  return (
    <TextLink to="/patients/$patientId" params={{ patientId: link.patientId }} search={{ part: 'earlier' }}>
      {t('legacy.toChart')}
    </TextLink>
  )
}

function OldCase({ whole }: { whole: Whole }) {
  const { t } = useTranslation()
  const [linking, setLinking] = useState(false)
  const { title, text, answer, link, can } = whole
  const own = usePerson().patientId
  return (
    <>
      <Section
        title={title ?? t('legacy.untitled')}
        aside={
          link ? (
            <Badge variant="light">{t('legacy.linked')}</Badge>
          ) : (
            can.includes('link') && <Button onClick={() => setLinking(true)}>{t('legacy.link')}</Button>
          )
        }
      >
        <KeyValues
          items={[
            [t('legacy.submitted'), <DateTime key="at" instant={whole.submittedAt} />],
            [t('legacy.identifier'), whole.userIdentifier],
            [t('legacy.user'), whole.userId],
            [t('legacy.vendor'), whole.vendorId],
            [t('legacy.status'), whole.status],
            [t('legacy.evidence'), link && t(`legacy.evidences.${link.evidence}`)],
            [
              t('legacy.patient'),
              link === undefined || link.patientId === own ? undefined : (
                <TextLink key="chart" to="/patients/$patientId" params={{ patientId: link.patientId }} search={{}}>
                  {t('legacy.chart')}
                </TextLink>
              ),
            ],
          ]}
        />
      </Section>
      {text && <Written title={t('legacy.text')} text={text} />}
      {answer && <Written title={t('legacy.answer')} text={answer} />}
      {whole.other.length > 0 && (
        <Section title={t('legacy.more')}>
          <KeyValues items={whole.other.map(({ name, value }) => [name, value] as const)} />
        </Section>
      )}
      <LinkDialog id={whole.id} opened={linking} onClose={() => setLinking(false)} />
    </>
  )
}

function Written({ title, text }: { title: string; text: string }) {
  return (
    <Section title={title}>
      <Text className="wk-written">{text}</Text>
    </Section>
  )
}

function LinkDialog({ id, opened, onClose }: { id: string; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [patientId, setPatientId] = useState('')
  const [asked, setAsked] = useState(false)
  const missing = asked && patientId === ''
  const [evidence, setEvidence] = useState<(typeof linkEvidence)[number]>('identity-document')
  const link = useAct('linkLegacyCase', { refreshes: ['readLegacyCase', 'listLegacyCases', 'listLegacyCasesOf'], done: t('legacy.done') })
  const send = async () => {
    setAsked(true)
    if (patientId !== '' && (await link.run({ params: { id }, body: { patientId, evidence } }))) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('legacy.linkTitle')} closeButtonProps={{ 'aria-label': t('legacy.cancel') }}>
      <Stack>
        <ProblemAlert problem={link.problem} />
        <Text>{t('legacy.linkText')}</Text>
        <PatientChoice chosen={patientId} onChosen={setPatientId} error={missing ? t('fields.required') : undefined} />
        <NativeSelect
          label={t('legacy.evidence')}
          value={evidence}
          onChange={(event) => setEvidence(linkEvidence.find((one) => one === event.currentTarget.value) ?? evidence)}
          data={linkEvidence.map((value) => ({ value, label: t(`legacy.evidences.${value}`) }))}
        />
        <SendRow cancel={t('legacy.cancel')} send={t('legacy.link')} busy={link.busy} onClose={onClose} onSend={() => void send()} />
      </Stack>
    </Modal>
  )
}

import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { confidentialities } from '@wardkeep/contract/labels.ts'
import { recordTypes } from '@wardkeep/contract/records.ts'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { LabelChoice } from './label-badge.tsx'
import { WayBack } from './record.tsx'
import { SignButton } from './sign-button.tsx'
import { useDraft } from './use-draft.ts'

const newRoute = getRouteApi('/frame/patients/$patientId/records/new')
const editRoute = getRouteApi('/frame/records/$recordId/edit')

export function NewRecordPage() {
  const { patientId } = newRoute.useParams()
  const { appointmentId } = newRoute.useSearch()
  return <Editor place={{ patientId, appointmentId }} />
}

export function EditRecordPage() {
  const { recordId } = editRoute.useParams()
  const record = useEndpoint('readRecord', { params: { id: recordId } })
  return (
    <Loaded query={record} whole>
      {(found) => <Editor key={found.id} place={{ patientId: found.patientId, appointmentId: found.appointmentId }} stored={found} />}
    </Loaded>
  )
}

function Editor({ place, stored }: { place: { patientId: string; appointmentId: string | undefined }; stored?: Answer<'readRecord'> }) {
  const { t, i18n } = useTranslation()
  const draft = useDraft(place, stored)
  const { content, change } = draft
  return (
    <Page title={t('chart.write.title')} width="reading" back={<WayBack patientId={place.patientId} />}>
      <SaveProblem problem={draft.problem} sentence={t('chart.write.conflict')} />
      <Group grow align="flex-start">
        <Select
          label={t('chart.write.type')}
          allowDeselect={false}
          value={content.type}
          onChange={(value) => change({ type: recordTypes.find((type) => type === value) ?? content.type })}
          data={recordTypes.map((value) => ({ value, label: t(`chart.types.${value}`) }))}
        />
        <TextInput
          label={t('chart.write.name')}
          value={content.title}
          maxLength={200}
          dir="auto"
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
      </Group>
      <Select
        label={t('details.label.title')}
        description={t('details.label.help')}
        inputWrapperOrder={['label', 'input', 'description']}
        allowDeselect={false}
        value={content.confidentiality}
        onChange={(value) => change({ confidentiality: confidentialities.find((label) => label === value) ?? content.confidentiality })}
        data={confidentialities.map((value) => ({ value, label: t(`details.label.names.${value}`) }))}
        renderOption={({ option }) => <LabelChoice value={option.value} />}
      />
      {content.sections.map((section, at) => (
        <Section
          key={section.key}
          title={t('chart.write.section', { n: at + 1 })}
          aside={
            content.sections.length > 1 && (
              <Button
                variant="subtle"
                size="xs"
                onClick={() => change({ sections: content.sections.filter((other) => other.key !== section.key) })}
                aria-label={t('chart.write.remove', { n: at + 1 })}
              >
                {t('chart.write.remove', { n: at + 1 })}
              </Button>
            )
          }
        >
          <Stack>
            <TextInput
              label={t('chart.write.heading')}
              value={section.heading}
              maxLength={200}
              dir="auto"
              onChange={(event) => draft.changeSection(section.key, { heading: event.currentTarget.value })}
            />
            <Textarea
              label={t('chart.write.text')}
              value={section.text}
              maxLength={20_000}
              dir="auto"
              autosize
              minRows={5}
              onChange={(event) => draft.changeSection(section.key, { text: event.currentTarget.value })}
            />
          </Stack>
        </Section>
      ))}
      <Group justify="space-between">
        <Button variant="subtle" onClick={draft.addSection}>
          {t('chart.write.add')}
        </Button>
        <Text fz="sm" c="dimmed" role="status">
          {draft.savedAt
            ? t('chart.write.saved', { time: formatInstant(draft.savedAt, 'time', localeOf(i18n.language), viewerZone()) })
            : t('chart.write.unsaved')}
        </Text>
      </Group>
      <Group justify="flex-end">
        <Button variant="default" disabled={!draft.complete} loading={draft.busy} onClick={draft.save}>
          {t('chart.write.save')}
        </Button>
        {draft.complete ? <SignButton before={draft.save} /> : <Text c="dimmed">{t('chart.write.needs')}</Text>}
      </Group>
    </Page>
  )
}

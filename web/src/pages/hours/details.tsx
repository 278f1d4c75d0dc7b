import { Button, Stack, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { CalendarDay } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'
import { faultAt } from '../../words/reasons.ts'
import { Memberships } from '../partners/memberships.tsx'

export function DetailsPage() {
  const { t } = useTranslation()
  const { patientId = '' } = usePerson()
  const patient = useEndpoint('readPatient', { params: { id: patientId } })
  return (
    <Page title={t('hours.details.title')} lead={t('hours.details.lead')} width="reading">
      <Loaded query={patient}>
        {(found) => (
          <>
            <DetailsForm key={found.version} stored={found} />
            <Section title={t('hours.details.fixed')}>
              <KeyValues
                items={[
                  [t('chart.page.birthDate'), found.birthDate && <CalendarDay date={found.birthDate} />],
                  [t('chart.page.sex'), found.sex && t(`chart.sex.${found.sex}`)],
                  [t('chart.page.insuranceId'), found.insuranceId],
                ]}
              />
            </Section>
            <Memberships patientId={found.id} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function DetailsForm({ stored }: { stored: Answer<'readPatient'> }) {
  const { t } = useTranslation()
  const [displayName, setDisplayName] = useState(stored.displayName)
  const [contact, setContact] = useState({ phone: '', email: '', address: '', ...stored.contact })
  const save = useAct('updatePatient', { refreshes: ['readPatient'], done: t('hours.details.saved') })
  const may = (field: 'displayName' | 'contact') => stored.fields.changeable.includes(field)
  const fault = (field: string) => faultAt(save.problem, field, t)
  const field = (name: keyof typeof contact) => ({
    label: t(`hours.details.${name}`),
    value: contact[name],
    error: fault(`contact.${name}`),
    onChange: (event: { currentTarget: { value: string } }) => setContact({ ...contact, [name]: event.currentTarget.value }),
  })
  return (
    <Section title={t('chart.page.details')}>
      <Stack>
        <SaveProblem problem={save.problem} sentence={t('hours.conflict')} />
        <TextInput
          label={t('hours.details.name')}
          dir="auto"
          autoComplete="name"
          value={displayName}
          error={fault('displayName')}
          readOnly={!may('displayName')}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <TextInput {...field('phone')} type="tel" autoComplete="tel" />
        <TextInput {...field('email')} type="email" autoComplete="email" />
        <TextInput {...field('address')} dir="auto" autoComplete="street-address" />
        <div>
          <Button
            loading={save.busy}
            onClick={() =>
              save.run({
                params: { id: stored.id },
                version: stored.version,
                body: { ...(may('displayName') && { displayName }), contact },
              })
            }
          >
            {t('hours.details.save')}
          </Button>
        </div>
      </Stack>
    </Section>
  )
}

import { Modal, NativeSelect, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { invite, invitedRoles } from '@wardkeep/contract/invitations.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { faultOfList } from '../../forms/faults.ts'
import { LanguagesInput } from '../../forms/languages-input.tsx'
import { PatientChoice } from '../../forms/patient-choice.tsx'
import { SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { languageCodes, languages } from '../../words/languages.ts'

/** What else is asked, by role. */
const more: Partial<Record<string, 'chart' | 'directory'>> = { patient: 'chart', doctor: 'directory' }

export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('people.dialog.title')}
      closeButtonProps={{ 'aria-label': t('people.cancel') }}
    >
      {opened && <InviteForm onDone={onClose} />}
    </Modal>
  )
}

function InviteForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation()
  const newDoctor = { languages: [i18n.language], specialties: [] }
  const send = useAct('invite', {
    refreshes: ['listInvitations'],
    done: ({ displayName }) => t('people.dialog.done', { name: displayName }),
  })
  const form = useForm({
    schema: invite.body,
    initial: { displayName: '', email: '', role: 'doctor', language: i18n.language, doctor: newDoctor },
    hints: { email: t('people.dialog.emailHint') },
    problem: send.problem,
  })
  const role = invitedRoles.find((known) => known === form.values.role) ?? invitedRoles[0]
  const asked = more[role]
  // What belongs to one role is not sent with another.
  const take = (next: string) => {
    form.set('role', next)
    form.set('patientId', undefined)
    form.set('doctor', more[next] === 'directory' ? newDoctor : undefined)
  }
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        if (await send.run({ body })) onDone()
      })}
    >
      <Stack>
        <Text c="dimmed">{t('people.dialog.lead')}</Text>
        <ProblemAlert problem={send.problem} />
        <TextInput {...form.text('displayName')} label={t('people.dialog.name')} autoComplete="off" dir="auto" data-autofocus />
        <TextInput {...form.text('email')} label={t('people.dialog.email')} type="email" autoComplete="off" dir="ltr" />
        <NativeSelect
          label={t('people.role')}
          value={role}
          onChange={(event) => take(event.currentTarget.value)}
          data={invitedRoles.map((value) => ({ value, label: t(`frame.role.${value}`) }))}
        />
        {asked === 'directory' && <DoctorFields first={newDoctor} onChange={(doctor) => form.set('doctor', doctor)} fault={form.fault} />}
        {asked === 'chart' && (
          <PatientChoice
            label={t('people.dialog.chart')}
            description={t('people.dialog.chartText')}
            orNobody={{
              means: t('people.dialog.chartNew'),
              choose: t('people.dialog.chartChoose'),
              clear: t('people.dialog.chartClear'),
            }}
            chosen={String(form.values.patientId ?? '')}
            onChosen={(patientId) => form.set('patientId', patientId || undefined)}
          />
        )}
        <NativeSelect
          label={t('people.dialog.language')}
          value={String(form.values.language)}
          onChange={(event) => form.set('language', event.currentTarget.value)}
          data={languageCodes.map((code) => ({ value: code, label: languages[code].name }))}
        />
        <SendRow cancel={t('people.cancel')} send={t('people.dialog.submit')} busy={send.busy} onClose={onDone} />
      </Stack>
    </form>
  )
}

type InDirectory = { languages: string[]; specialties: string[] }
type DoctorFieldsProps = { first: InDirectory; onChange: (doctor: InDirectory) => void; fault: (field: string) => string | undefined }

/** How patients find the doctor. */
function DoctorFields({ first, onChange, fault }: DoctorFieldsProps) {
  const { t } = useTranslation()
  const [doctor, setDoctor] = useState(first)
  const tell = (next: InDirectory) => {
    setDoctor(next)
    onChange(next)
  }
  return (
    <>
      <LanguagesInput
        label={t('people.dialog.languages')}
        value={doctor.languages}
        error={fault('doctor.languages')}
        onChange={(languages) => tell({ ...doctor, languages })}
      />
      <TagsInput
        label={t('people.dialog.specialties')}
        description={t('people.dialog.specialtiesHelp')}
        value={doctor.specialties}
        error={faultOfList(fault, 'doctor.specialties', doctor.specialties.length)}
        onChange={(specialties) => tell({ ...doctor, specialties })}
      />
    </>
  )
}

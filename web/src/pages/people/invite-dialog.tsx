import { Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { invite, invitedRoles } from '@wardkeep/contract/invitations.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { languageCodes, languages } from '../../words/languages.ts'
import { ChartChoice } from './chart-choice.tsx'

/** What else is asked, by role. */
const more: Partial<Record<(typeof invitedRoles)[number], 'chart' | 'directory'>> = { patient: 'chart', doctor: 'directory' }

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
  const send = useAct('invite', {
    refreshes: ['listInvitations'],
    done: ({ displayName }) => t('people.dialog.done', { name: displayName }),
  })
  const form = useForm({
    schema: invite.body,
    initial: { displayName: '', email: '', role: 'doctor', language: i18n.language },
    hints: { email: t('people.dialog.emailHint') },
    problem: send.problem,
  })
  const role = invitedRoles.find((known) => known === form.values.role) ?? invitedRoles[0]
  const asked = more[role]
  // What belongs to one role is not sent with another.
  const take = (next: string) => {
    form.set('role', next)
    form.set('patientId', undefined)
    form.set('doctor', undefined)
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
        {asked === 'directory' && (
          <DoctorFields first={i18n.language} onChange={(doctor) => form.set('doctor', doctor)} fault={form.fault} />
        )}
        {asked === 'chart' && <ChartChoice onChosen={(patientId) => form.set('patientId', patientId)} />}
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

type DoctorFieldsProps = {
  first: string
  onChange: (doctor: { languages: string[]; specialties: string[] }) => void
  fault: (field: string) => string | undefined
}

function DoctorFields({ first, onChange, fault }: DoctorFieldsProps) {
  const { t } = useTranslation()
  const [spoken, setSpoken] = useState(first)
  const [fields, setFields] = useState('')
  const tell = (languagesTyped: string, specialtiesTyped: string) => {
    setSpoken(languagesTyped)
    setFields(specialtiesTyped)
    onChange({ languages: parts(languagesTyped), specialties: parts(specialtiesTyped) })
  }
  return (
    <>
      <TextInput
        label={t('people.dialog.languages')}
        description={t('people.dialog.languagesHelp')}
        error={fault('doctor') && t('people.dialog.languagesHint')}
        value={spoken}
        dir="ltr"
        autoComplete="off"
        onChange={(event) => tell(event.currentTarget.value, fields)}
      />
      <TextInput
        label={t('people.dialog.specialties')}
        description={t('people.dialog.specialtiesHelp')}
        value={fields}
        dir="auto"
        autoComplete="off"
        onChange={(event) => tell(spoken, event.currentTarget.value)}
      />
    </>
  )
}

function parts(typed: string): string[] {
  return typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Answer } from '@wardkeep/client'
import type { PatientField } from '@wardkeep/contract/fields.ts'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { faultAt } from '../../words/reasons.ts'

type Patient = Answer<'readPatient'>

/** Opens the form for what the role may change of a patient; nothing where that is nothing. */
export function ChangeDetails({ patient }: { patient: Patient }) {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  if (!patient.can.includes('patient.update') || patient.fields.changeable.length === 0) return null
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        {t('details.change')}
      </Button>
      {opened && <Dialog patient={patient} onClose={close} />}
    </>
  )
}

/** Only what may be changed is in the form, so nothing is sent that would be refused. */
function Dialog({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const { t } = useTranslation()
  const [contact, setContact] = useState({ phone: '', email: '', address: '', ...patient.contact })
  const isMasked = patient.fields.masked.includes('insuranceId')
  const [values, setValues] = useState({
    displayName: patient.displayName,
    insuranceId: isMasked ? '' : (patient.insuranceId ?? ''),
    internalNote: patient.internalNote ?? '',
  })
  const save = useAct('updatePatient', { refreshes: ['readPatient', 'listPatients'], done: t('details.saved') })
  const may = (field: PatientField) => patient.fields.changeable.includes(field)
  const fault = (field: string) => faultAt(save.problem, field, t)
  const text = (name: keyof typeof values) => ({
    value: values[name],
    error: fault(name),
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  })
  const reach = (name: keyof typeof contact) => ({
    label: t(`chart.page.${name}`),
    value: contact[name],
    error: fault(`contact.${name}`),
    onChange: (event: { currentTarget: { value: string } }) => setContact({ ...contact, [name]: event.currentTarget.value }),
  })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = {
      ...(may('displayName') && { displayName: values.displayName }),
      ...(may('contact') && { contact }),
      // Where only the ending is shown, an empty field keeps what stands.
      ...(may('insuranceId') && !(isMasked && values.insuranceId === '') && { insuranceId: values.insuranceId }),
      ...(may('internalNote') && { internalNote: values.internalNote }),
    }
    if (await save.run({ params: { id: patient.id }, version: patient.version, body })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('details.changeTitle')} closeButtonProps={{ 'aria-label': t('details.cancel') }}>
      <form onSubmit={send}>
        <Stack>
          <SaveProblem problem={save.problem} sentence={t('details.conflict')} />
          {may('displayName') && <TextInput label={t('details.name')} dir="auto" maxLength={200} required {...text('displayName')} />}
          {may('contact') && (
            <>
              <TextInput {...reach('phone')} type="tel" dir="ltr" maxLength={40} />
              <TextInput {...reach('email')} type="email" dir="ltr" maxLength={254} />
              <TextInput {...reach('address')} dir="auto" maxLength={400} />
            </>
          )}
          {may('insuranceId') && (
            <TextInput
              label={isMasked ? t('details.newInsuranceId') : t('chart.page.insuranceId')}
              description={isMasked && t('details.newInsuranceIdHelp')}
              dir="ltr"
              maxLength={64}
              autoComplete="off"
              {...text('insuranceId')}
            />
          )}
          {may('internalNote') && (
            <Textarea
              label={t('details.internalNote')}
              description={t('details.internalNoteHelp')}
              dir="auto"
              autosize
              minRows={2}
              maxLength={2000}
              {...text('internalNote')}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('details.cancel')}
            </Button>
            <Button type="submit" loading={save.busy}>
              {t('details.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

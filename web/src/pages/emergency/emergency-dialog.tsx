import { Alert, List, Modal, NativeSelect, Stack } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { EmergencyReason, emergencyCodes } from '@wardkeep/contract/break-glass.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { useAct } from '../../data/use-act.ts'
import { useForgetCharts } from '../../data/use-forget-charts.ts'
import { NoteField, SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { type Meant, meantIn, nobodyYet, PatientFields } from './patient-fields.tsx'

type DialogProps = {
  opened: boolean
  onClose: () => void
  /** Whose chart was refused; without it the dialog asks who is meant. */
  patientId?: string
  /** The access that goes on for a new reason. */
  extending?: Answer<'listBreakGlass'>['items'][number]
}

/** Says what emergency access means before it asks for the reason. The proof of who speaks is asked by the dialog that stands over all pages. */
export function EmergencyDialog(props: DialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.extending ? t('emergency.extendTitle') : t('emergency.title')}
      closeButtonProps={{ 'aria-label': t('emergency.cancel') }}
    >
      <ReasonForm {...props} />
    </Modal>
  )
}

function ReasonForm({ onClose, patientId, extending }: DialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const forget = useForgetCharts()
  const [meant, setMeant] = useState<Meant>(nobodyYet)
  const open = useAct('openBreakGlass', { done: t('emergency.opened') })
  const extend = useAct('extendBreakGlass', { done: t('emergency.opened') })
  const problem = extending ? extend.problem : open.problem
  const form = useForm({
    schema: EmergencyReason,
    initial: { code: 'life-threatening', text: '' },
    hints: { text: t('emergency.textHint') },
    problem,
  })
  const patient = patientId === undefined ? meantIn(meant) : { id: patientId }
  const send = async (reason: Static<typeof EmergencyReason>) => {
    const granted = extending
      ? await extend.run({ params: { id: extending.id }, body: { reason } })
      : patient && (await open.run({ body: { patient, reason } }))
    if (!granted) return
    onClose()
    await forget()
    await navigate({ to: '/patients/$patientId', params: { patientId: granted.patient.id }, search: {} })
  }
  return (
    <form noValidate onSubmit={form.submit(send)}>
      <Stack>
        <Alert color="red" title={t('emergency.warnings')} icon={<IconUrgent aria-hidden="true" />}>
          <List size="sm" spacing={4}>
            <List.Item>{t('emergency.recorded')}</List.Item>
            <List.Item>{t('emergency.alerted')}</List.Item>
            <List.Item>{t('emergency.reviewed')}</List.Item>
          </List>
        </Alert>
        {problem?.code === 'NOT_FOUND' ? (
          <Alert color="red" role="alert">
            {t('emergency.notFound')}
          </Alert>
        ) : (
          <ProblemAlert problem={problem} />
        )}
        {patientId === undefined && !extending && <PatientFields meant={meant} onChange={setMeant} />}
        <NativeSelect
          label={t('emergency.code')}
          value={String(form.values.code)}
          onChange={(event) => form.set('code', event.currentTarget.value)}
          data={emergencyCodes.map((value) => ({ value, label: t(`emergency.codes.${value}`) }))}
        />
        <NoteField {...form.text('text')} label={t('emergency.text')} description={t('emergency.textHelp')} />
        <SendRow
          cancel={t('emergency.cancel')}
          send={extending ? t('emergency.goOn') : t('emergency.send')}
          busy={open.busy || extend.busy}
          disabled={!extending && patient === undefined}
          grave
          onClose={onClose}
        />
      </Stack>
    </form>
  )
}

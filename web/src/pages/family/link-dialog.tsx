import { Checkbox, Modal, NativeSelect, Stack } from '@mantine/core'
import { proxyCapacities } from '@wardkeep/contract/proxies.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { LinkFields, nobodyAsked, sentOf } from './link-fields.tsx'

/** Lets somebody act for a patient, after whoever runs the clinic has checked who they are. */
export function LinkDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(nobodyAsked)
  const [capacity, setCapacity] = useState<(typeof proxyCapacities)[number]>('guardian')
  const [identified, setIdentified] = useState(false)
  const link = useAct('linkProxy', { refreshes: ['listProxies'], done: ({ proxy }) => t('family.form.done', { name: proxy.displayName }) })
  const save = async () => {
    if (await link.run({ params: { id: patientId }, body: { capacity, ...sentOf(asked) } })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('family.theirs.add')} closeButtonProps={{ 'aria-label': t('family.form.cancel') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack>
          <ProblemAlert problem={link.problem} />
          <LinkFields asked={asked} onChange={setAsked} emailLabel={t('family.form.email')} emailHelp={t('family.form.emailHelp')}>
            <NativeSelect
              label={t('family.form.capacity')}
              value={capacity}
              onChange={(event) => setCapacity(proxyCapacities.find((one) => one === event.currentTarget.value) ?? capacity)}
              data={proxyCapacities.map((value) => ({ value, label: t(`family.capacity.${value}`) }))}
            />
          </LinkFields>
          <Checkbox
            label={t('family.form.identified')}
            checked={identified}
            onChange={(event) => setIdentified(event.currentTarget.checked)}
          />
          <SendRow
            cancel={t('family.form.cancel')}
            send={t('family.form.save')}
            busy={link.busy}
            disabled={asked.email.trim() === '' || !identified}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Modal>
  )
}

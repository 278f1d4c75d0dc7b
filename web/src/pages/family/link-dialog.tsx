import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { proxyCapacities } from '@wardkeep/contract/proxies.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

/** Lets somebody act for a patient, after whoever runs the clinic has checked who they are. */
export function LinkDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [capacity, setCapacity] = useState<(typeof proxyCapacities)[number]>('guardian')
  const [book, setBook] = useState(true)
  const [day, setDay] = useState('')
  const [identified, setIdentified] = useState(false)
  const link = useAct('linkProxy', { refreshes: ['listProxies'], done: ({ proxy }) => t('family.form.done', { name: proxy.displayName }) })
  const save = async () => {
    const scopes: ('read' | 'book')[] = book ? ['read', 'book'] : ['read']
    const until = day === '' ? {} : { until: new Date(`${day}T23:59:59`).toISOString() }
    if (await link.run({ params: { id: patientId }, body: { email: email.trim(), capacity, scopes, ...until } })) onClose()
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
          <TextInput
            label={t('family.form.email')}
            description={t('family.form.emailHelp')}
            type="email"
            dir="ltr"
            autoComplete="off"
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('family.form.capacity')}
            value={capacity}
            onChange={(event) => setCapacity(proxyCapacities.find((one) => one === event.currentTarget.value) ?? capacity)}
            data={proxyCapacities.map((value) => ({ value, label: t(`family.capacity.${value}`) }))}
          />
          <Checkbox label={t('family.form.book')} checked={book} onChange={(event) => setBook(event.currentTarget.checked)} />
          <TextInput
            label={t('family.form.until')}
            description={t('family.form.untilHelp')}
            type="date"
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Checkbox
            label={t('family.form.identified')}
            checked={identified}
            onChange={(event) => setIdentified(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('family.form.cancel')}
            </Button>
            <Button type="submit" disabled={email.trim() === '' || !identified} loading={link.busy}>
              {t('family.form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

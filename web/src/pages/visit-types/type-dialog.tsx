import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { TypeForm } from './type-form.tsx'
import type { VisitType } from './type-row.tsx'

/** A new kind of visit, or one that changes. */
export function TypeDialog({ of, onClose }: { of: VisitType | 'new' | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={of !== undefined}
      onClose={onClose}
      size="lg"
      title={of === 'new' ? t('visitTypes.add') : t('visitTypes.dialog.change')}
      closeButtonProps={{ 'aria-label': t('visitTypes.cancel') }}
    >
      {of === 'new' && <Adding onDone={onClose} />}
      {of !== undefined && of !== 'new' && <Changing key={of.version} type={of} onDone={onClose} />}
    </Modal>
  )
}

function Adding({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const add = useAct('addVisitType', { refreshes: ['listVisitTypes'], done: t('visitTypes.added') })
  const save = async (body: Parameters<typeof add.run>[0]['body']) => {
    if (await add.run({ body })) onDone()
  }
  return <TypeForm initial={usual} problem={add.problem} busy={add.busy} onSave={save} />
}

function Changing({ type, onDone }: { type: VisitType; onDone: () => void }) {
  const { t } = useTranslation()
  const { id, version, ...initial } = type
  const change = useAct('changeVisitType', { refreshes: ['listVisitTypes'], done: t('visitTypes.changed') })
  const save = async (body: Parameters<typeof change.run>[0]['body']) => {
    if (await change.run({ params: { id }, version, body })) onDone()
  }
  return <TypeForm initial={initial} problem={change.problem} busy={change.busy} onSave={save} />
}

const usual = {
  name: '',
  minutes: 30,
  bufferBefore: 0,
  bufferAfter: 0,
  modality: 'in-person',
  noticeMinutes: 120,
  horizonDays: 90,
  active: true,
} as const

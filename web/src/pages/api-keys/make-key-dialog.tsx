import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiKey } from './key-row.tsx'
import { MakeKeyForm } from './make-key-form.tsx'
import { ShownOnce } from './shown-once.tsx'

type MakeKeyDialogProps = { opened: boolean; onClose: () => void; known: readonly ApiKey[] }

/** First what the key is for, then, once, the key. It leaves the page with the dialog. */
export function MakeKeyDialog({ opened, onClose, known }: MakeKeyDialogProps) {
  const { t } = useTranslation()
  const [made, setMade] = useState<string>()
  const close = () => {
    setMade(undefined)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      closeOnClickOutside={made === undefined}
      closeOnEscape={made === undefined}
      title={made === undefined ? t('keys.dialog.title') : t('keys.once.title')}
      closeButtonProps={{ 'aria-label': t('keys.cancel') }}
    >
      {opened && (made === undefined ? <MakeKeyForm known={known} onMade={setMade} /> : <ShownOnce secret={made} onDone={close} />)}
    </Modal>
  )
}

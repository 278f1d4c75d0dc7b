import { UnstyledButton } from '@mantine/core'
import { IconPencil, IconRosetteDiscountCheck, IconRosetteDiscountCheckOff, IconSignature } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './seal-badge.module.css'

export type SealState = 'verified' | 'failed' | 'unchecked' | 'draft'

const icons = { verified: IconRosetteDiscountCheck, failed: IconRosetteDiscountCheckOff, unchecked: IconSignature, draft: IconPencil }

/** Who signed and whether it holds. With `onOpen` it is a button that opens the proof. */
export function SealBadge({ state, signer = '', onOpen }: { state: SealState; signer?: string; onOpen?: () => void }) {
  const { t } = useTranslation()
  const Icon = icons[state]
  const content = (
    <>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <span>{state === 'draft' ? t('frame.seal.draft') : t(`frame.seal.${state}`, { signer })}</span>
    </>
  )
  if (!onOpen) {
    return (
      <span className={classes.seal} data-state={state}>
        {content}
      </span>
    )
  }
  return (
    <UnstyledButton className={classes.seal} data-state={state} onClick={onOpen}>
      {content}
    </UnstyledButton>
  )
}

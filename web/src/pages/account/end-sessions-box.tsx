import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Whether a change signs the person's other devices out: it does unless they say otherwise. */
export function EndSessionsBox({ ends, onChange }: { ends: boolean; onChange: (ends: boolean) => void }) {
  const { t } = useTranslation()
  return (
    <Checkbox
      checked={ends}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={t('account.others.end')}
      description={t('account.others.help')}
    />
  )
}

export type Keeping = { keepSessions?: true }

/** What a change is sent with, whether it ends the other sessions or leaves them alone. */
export function keeping(ends: boolean): Keeping {
  return ends ? {} : { keepSessions: true }
}

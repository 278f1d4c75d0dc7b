import { Chip } from '@mantine/core'
import { historyKinds } from '@wardkeep/contract/patients.ts'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Kind } from './entry.tsx'
import classes from './timeline.module.css'

/** Which kind of entries is shown: one of all, or every one. One row, which scrolls sideways on a phone. */
export function KindChips({ kind, choose }: { kind: Kind | undefined; choose: (kind: Kind | undefined) => void }) {
  const { t } = useTranslation()
  // One name for all of them makes one group to the keyboard: Tab enters it, the arrows choose.
  const name = useId()
  return (
    <Chip.Group value={kind ?? 'all'} onChange={(value) => choose(historyKinds.find((known) => known === value))}>
      <div role="radiogroup" aria-label={t('history.kind')} className={classes.kinds}>
        <Chip value="all" name={name} size="sm" variant="light">
          {t('history.all')}
        </Chip>
        {historyKinds.map((value) => (
          <Chip key={value} value={value} name={name} size="sm" variant="light">
            {t(`history.kinds.${value}`)}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  )
}

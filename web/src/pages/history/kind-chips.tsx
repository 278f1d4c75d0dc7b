import { Chip } from '@mantine/core'
import { historyKinds } from '@wardkeep/contract/patients.ts'
import { useTranslation } from 'react-i18next'
import type { Kind } from './entry.tsx'
import classes from './timeline.module.css'

/** Which kind of entries is shown: one of all, or every one. One row, which scrolls sideways on a phone. */
export function KindChips({ kind, choose }: { kind: Kind | undefined; choose: (kind: Kind | undefined) => void }) {
  const { t } = useTranslation()
  return (
    <Chip.Group value={kind ?? 'all'} onChange={(value) => choose(historyKinds.find((known) => known === value))}>
      <div role="radiogroup" aria-label={t('history.kind')} className={classes.kinds}>
        <Chip value="all" size="sm" variant="light">
          {t('history.all')}
        </Chip>
        {historyKinds.map((value) => (
          <Chip key={value} value={value} size="sm" variant="light">
            {t(`history.kinds.${value}`)}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  )
}

import { Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'

export type Reach = Answer<'explainAccess'>['facts'][number]

/** Because of what a chart is open, and until when. */
export function Fact({ reach }: { reach: Reach }) {
  const { t } = useTranslation()
  return (
    <>
      <Text fz="sm">
        {t(`access.sources.${reach.source}`)}
        {reach.cause && ` · ${t(`access.causes.${reach.cause}`)}`}
      </Text>
      <Text fz="sm" c="dimmed" component="div">
        {t('access.team.from')} <DateTime instant={reach.from} /> ·{' '}
        {reach.until ? (
          <>
            {t('access.team.upTo')} <DateTime instant={reach.until} />
          </>
        ) : (
          t('access.team.open')
        )}
      </Text>
    </>
  )
}

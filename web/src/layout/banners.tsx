import { IconCloudOff, IconInfoCircle } from '@tabler/icons-react'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { readFailedAgain } from '../data/query-client.ts'
import { useEndpoint } from '../data/use-endpoint.ts'
import { reachable } from '../session/reachability.ts'
import classes from './banners.module.css'

/** Says in the demo profile that nobody here is real. */
export function DemoBanner() {
  const { t } = useTranslation()
  const about = useEndpoint('about')
  if (about.data?.profile !== 'demo') return null
  return (
    <section aria-label={t('frame.notices')} className={classes.banner}>
      <IconInfoCircle size={18} stroke={1.75} aria-hidden="true" />
      <span>{t('frame.demo')}</span>
    </section>
  )
}

/** Appears when the clinic does not answer and goes away by itself when it does again; what failed meanwhile is then read again. */
export function ReachBar() {
  const { t } = useTranslation()
  const answering = useSyncExternalStore(reachable.subscribe, reachable.get)
  useEffect(() => {
    if (answering) readFailedAgain()
  }, [answering])
  return (
    <div role="status">
      {!answering && (
        <div className={classes.banner} data-kind="unreachable">
          <IconCloudOff size={18} stroke={1.75} aria-hidden="true" />
          <span>{t('frame.unreachable')}</span>
        </div>
      )}
    </div>
  )
}

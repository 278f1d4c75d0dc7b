import { IconMapPinOff } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Brand } from './brand.tsx'
import classes from './fallback-pages.module.css'
import { LinkButton } from './links.tsx'
import { EmptyState, ErrorState, LoadingState } from './states.tsx'

/** While a page's code or the session is on its way. */
export function WaitingPage() {
  return <LoadingState />
}

/** A page that could not even start: its code did not load, or the clinic did not say who is signed in. */
export function FailedPage({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <main className={classes.alone}>
      <Brand />
      <ErrorState whole problem={error} retry={() => void router.invalidate()} />
    </main>
  )
}

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main className={classes.alone}>
      <Brand />
      <EmptyState
        whole
        icon={IconMapPinOff}
        title={t('frame.state.notFound')}
        text={t('frame.state.notFoundText')}
        action={<LinkButton to="/">{t('frame.state.home')}</LinkButton>}
      />
    </main>
  )
}

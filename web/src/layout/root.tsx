import { Outlet, useMatches, useRouter } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { endings, enrolments } from '../session/ending.ts'
import { ProofDialog } from '../session/proof-dialog.tsx'
import { reachable } from '../session/reachability.ts'
import { forgetPerson, readPersonAgain } from '../session/session.ts'
import { tell } from './notices.ts'

/** What holds for all pages: the tab's title, the focus after a change of page, the proof dialog, and the way out when a session ends. */
export function Root() {
  useTabTitle()
  useFocusOnHeading()
  useWayOut()
  useWayToEnrolment()
  useSecondStart()
  return (
    <>
      <Outlet />
      <ProofDialog />
    </>
  )
}

function useTabTitle(): void {
  const { t } = useTranslation()
  const title = useMatches({ select: (matches) => matches.findLast(({ staticData }) => staticData.title)?.staticData.title })
  useEffect(() => {
    document.title = title ? `${title(t)} · Wardkeep` : 'Wardkeep'
  }, [title, t])
}

/**
 * A new page starts at its top, and at its heading for who listens to it; on the first load the browser's own order stands. The router's own
 * memory of scroll positions is not used: it would lie in the browser's storage.
 */
function useFocusOnHeading(): void {
  const router = useRouter()
  useEffect(() => {
    let onward = false
    const ends = [
      router.history.subscribe(({ action }) => {
        onward = action.type === 'PUSH'
      }),
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return
        if (onward) scrollTo(0, 0)
        document.querySelector<HTMLElement>('h1[tabindex]')?.focus({ preventScroll: true })
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [router])
}

/** The session expired or was revoked: forget everything and lead to the sign-in page, which leads back. */
function useWayOut(): void {
  const router = useRouter()
  const { t } = useTranslation()
  useEffect(
    () =>
      endings.subscribe(() => {
        if (!forgetPerson(router.state.location.href)) return
        tell(t('session.ended'))
        void router.navigate({ to: '/sign-in', replace: true })
      }),
    [router, t],
  )
}

/** A second factor is asked for from now on: lead to where it is set up, which leads back. */
function useWayToEnrolment(): void {
  const router = useRouter()
  useEffect(
    () =>
      enrolments.subscribe(() => {
        if (router.state.location.pathname === '/enrol') return
        void readPersonAgain().then(() => router.invalidate())
      }),
    [router],
  )
}

/** A page that could not start because the clinic did not answer starts when it does. */
function useSecondStart(): void {
  const router = useRouter()
  const answering = useSyncExternalStore(reachable.subscribe, reachable.get)
  useEffect(() => {
    if (answering && router.state.matches.some(({ status }) => status === 'error')) void router.invalidate()
  }, [answering, router])
}

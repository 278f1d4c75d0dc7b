// Every page of the app and who it is for. Pages load when they are opened; titles come from the words alone, so no tab ever shows protected data.
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { TFunction } from 'i18next'
import { frameRoute, openRoute, publicRoute, rootRoute } from './frames.ts'
import { FailedPage, NotFoundPage, WaitingPage } from './layout/fallback-pages.tsx'
import { homeOf } from './layout/workspaces.ts'
import { accessRoutes } from './pages/access/routes.ts'
import { accountRoutes, publicRoutes } from './pages/account/routes.ts'
import { alertRoutes } from './pages/alerts/routes.ts'
import { apiKeyRoutes } from './pages/api-keys/routes.ts'
import { awayRoutes } from './pages/away/routes.ts'
import { boardRoutes } from './pages/board/routes.ts'
import { calendarRoutes } from './pages/calendar/routes.ts'
import { caseRoutes, receiptRoutes } from './pages/cases/routes.ts'
import { chartRoutes } from './pages/chart/routes.ts'
import { actingRoutes, familyRoutes } from './pages/family/routes.ts'
import { hoursRoutes } from './pages/hours/routes.ts'
import { journalRoutes } from './pages/journal/routes.ts'
import { legacyRoutes } from './pages/legacy/routes.ts'
import { mailboxRoutes } from './pages/mailbox/routes.ts'
import { overviewRoutes } from './pages/overview/routes.ts'
import { partnerRoutes } from './pages/partners/routes.ts'
import { peopleRoutes } from './pages/people/routes.ts'
import { referenceRoutes } from './pages/reference/routes.ts'
import { reviewRoutes } from './pages/reviews/routes.ts'
import { settingsRoutes } from './pages/settings/routes.ts'
import { signInRulesRoutes } from './pages/sign-in-rules/routes.ts'
import { signOnPublicRoutes, signOnRoutes } from './pages/sign-on/routes.ts'
import { usageRoutes } from './pages/usage/routes.ts'
import { visitTypeRoutes } from './pages/visit-types/routes.ts'
import { visitRoutes } from './pages/visits/routes.ts'
import { waitlistRoutes } from './pages/waitlist/routes.ts'
import { whoIsSignedIn } from './session/session.ts'

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** The title of the browser's tab. */
    title?: (t: TFunction) => string
    /** The workspaces that the page belongs to; without it, all. */
    roles?: readonly RoleName[]
  }
}

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    const person = await whoIsSignedIn()
    throw redirect({ to: person ? homeOf(person.role) : '/sign-in', replace: true })
  },
})

const routeTree = rootRoute.addChildren([
  homeRoute,
  publicRoute.addChildren([...publicRoutes, ...actingRoutes, ...signOnPublicRoutes]),
  openRoute.addChildren([...referenceRoutes, ...receiptRoutes]),
  frameRoute.addChildren([
    ...accountRoutes,
    ...chartRoutes,
    ...hoursRoutes,
    ...journalRoutes,
    ...mailboxRoutes,
    ...visitRoutes,
    ...visitTypeRoutes,
    ...boardRoutes,
    ...overviewRoutes,
    ...peopleRoutes,
    ...partnerRoutes,
    ...legacyRoutes,
    ...apiKeyRoutes,
    ...usageRoutes,
    ...accessRoutes,
    ...signInRulesRoutes,
    ...signOnRoutes,
    ...alertRoutes,
    ...reviewRoutes,
    ...settingsRoutes,
    ...familyRoutes,
    ...calendarRoutes,
    ...caseRoutes,
    ...awayRoutes,
    ...waitlistRoutes,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  defaultPendingComponent: WaitingPage,
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: NotFoundPage,
})

/** Paths of the pages that exist. */
export type PagePath = Exclude<keyof typeof router.routesByPath, ''>

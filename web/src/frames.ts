import { createRootRoute, createRoute, redirect } from '@tanstack/react-router'
import { AppFrame } from './layout/app-frame.tsx'
import { OpenFrame } from './layout/open-frame.tsx'
import { PublicFrame } from './layout/public-frame.tsx'
import { Root } from './layout/root.tsx'
import { whoIsSignedIn } from './session/session.ts'

export const rootRoute = createRootRoute({ component: Root })

/** Around pages for people who are not signed in. */
export const publicRoute = createRoute({ getParentRoute: () => rootRoute, id: 'public', component: PublicFrame })

/** Around pages for everybody, signed in or not. */
export const openRoute = createRoute({ getParentRoute: () => rootRoute, id: 'open', component: OpenFrame })

/** Around pages for people who are; without a session they lead to the sign-in page. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: AppFrame,
  beforeLoad: async () => {
    if (!(await whoIsSignedIn())) throw redirect({ to: '/sign-in', replace: true })
  },
})

import { createRootRoute, createRoute, redirect } from '@tanstack/react-router'
import { AppFrame } from './layout/app-frame.tsx'
import { OpenFrame } from './layout/open-frame.tsx'
import { PublicFrame } from './layout/public-frame.tsx'
import { Root } from './layout/root.tsx'
import { keepWay, whoIsSignedIn } from './session/session.ts'

export const rootRoute = createRootRoute({ component: Root })

/** Around pages for people who are not signed in. */
export const publicRoute = createRoute({ getParentRoute: () => rootRoute, id: 'public', component: PublicFrame })

/** Around pages for everybody, signed in or not. */
export const openRoute = createRoute({ getParentRoute: () => rootRoute, id: 'open', component: OpenFrame })

/** Around pages for people who are; without a session they lead to the sign-in page, and without a second factor that must be there to where one is set up. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: AppFrame,
  beforeLoad: async ({ location }) => {
    const person = await whoIsSignedIn()
    if (!person) throw redirect({ to: '/sign-in', replace: true })
    if (!person.mustEnrol) return
    keepWay(location.href)
    throw redirect({ to: '/enrol', replace: true })
  },
})

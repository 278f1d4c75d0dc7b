import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const waitlistRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/waitlist',
    component: lazyRouteComponent(() => import('./my-waitlist.tsx'), 'MyWaitlistPage'),
    staticData: { title: (t) => t('waitlist.title'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/board/waitlist',
    component: lazyRouteComponent(() => import('./line.tsx'), 'LinePage'),
    staticData: { title: (t) => t('waitlist.title'), roles: ['reception', 'admin'] },
  }),
] as const

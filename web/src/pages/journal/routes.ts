import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const journalRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/who-looked',
    component: lazyRouteComponent(() => import('./who-looked.tsx'), 'WhoLookedPage'),
    staticData: { title: (t) => t('journal.looked.title'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/logs',
    component: lazyRouteComponent(() => import('./logs.tsx'), 'LogsPage'),
    staticData: { title: (t) => t('journal.logs.title'), roles: ['admin', 'auditor'] },
  }),
] as const

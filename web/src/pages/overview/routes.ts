import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin',
    component: lazyRouteComponent(() => import('./overview.tsx'), 'OverviewPage'),
    staticData: { title: (t) => t('overview.title'), roles: ['admin'] },
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const usageRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/usage',
    component: lazyRouteComponent(() => import('./usage.tsx'), 'UsagePage'),
    staticData: { title: (t) => t('usage.title'), roles: ['admin'] },
  }),
] as const

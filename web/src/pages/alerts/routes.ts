import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const alertRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/alerts',
    component: lazyRouteComponent(() => import('./alerts.tsx'), 'AlertsPage'),
    staticData: { title: (t) => t('alerts.title'), roles: ['admin', 'auditor'] },
  }),
] as const

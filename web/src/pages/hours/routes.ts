import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const hoursRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/availability',
    component: lazyRouteComponent(() => import('./hours.tsx'), 'HoursPage'),
    staticData: { title: (t) => t('hours.title'), roles: ['doctor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/details',
    component: lazyRouteComponent(() => import('./details.tsx'), 'DetailsPage'),
    staticData: { title: (t) => t('hours.details.title'), roles: ['patient'] },
  }),
] as const

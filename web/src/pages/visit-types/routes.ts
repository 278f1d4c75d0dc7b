import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const visitTypeRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/visit-types',
    component: lazyRouteComponent(() => import('./visit-types.tsx'), 'VisitTypesPage'),
    staticData: { title: (t) => t('visitTypes.title'), roles: ['admin'] },
  }),
] as const

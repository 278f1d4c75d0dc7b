import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const peopleRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/people',
    component: lazyRouteComponent(() => import('./people.tsx'), 'PeoplePage'),
    staticData: { title: (t) => t('people.title'), roles: ['admin'] },
  }),
] as const

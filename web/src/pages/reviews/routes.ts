import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const reviewRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/reviews',
    component: lazyRouteComponent(() => import('./reviews.tsx'), 'ReviewsPage'),
    staticData: { title: (t) => t('reviews.title'), roles: ['admin'] },
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const partnerRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/partners',
    component: lazyRouteComponent(() => import('./partners.tsx'), 'PartnersPage'),
    staticData: { title: (t) => t('partners.title'), roles: ['admin'] },
  }),
] as const

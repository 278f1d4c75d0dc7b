import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const partnerRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/partners',
    component: lazyRouteComponent(() => import('./partners.tsx'), 'PartnersPage'),
    staticData: { title: (t) => t('partners.title'), roles: ['admin'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/member-checks',
    component: lazyRouteComponent(() => import('./member-checks.tsx'), 'MemberChecksPage'),
    staticData: { title: (t) => t('partners.checks.title'), roles: ['admin', 'auditor'] },
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute, publicRoute } from '../../frames.ts'

export const actingRoutes = [
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/acting',
    component: lazyRouteComponent(() => import('./acting.tsx'), 'ActingPage'),
    staticData: { title: (t) => t('family.accept.title') },
  }),
] as const

export const familyRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/family',
    component: lazyRouteComponent(() => import('./family.tsx'), 'FamilyPage'),
    staticData: { title: (t) => t('family.title'), roles: ['patient'] },
  }),
] as const

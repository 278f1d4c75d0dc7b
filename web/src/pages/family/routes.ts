import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const familyRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/family',
    component: lazyRouteComponent(() => import('./family.tsx'), 'FamilyPage'),
    staticData: { title: (t) => t('family.title'), roles: ['patient'] },
  }),
] as const

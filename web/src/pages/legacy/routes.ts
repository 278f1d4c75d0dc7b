import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const legacyRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/old-cases',
    component: lazyRouteComponent(() => import('./old-cases.tsx'), 'OldCasesPage'),
    staticData: { title: (t) => t('legacy.title'), roles: ['admin'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/old-cases/$caseId',
    component: lazyRouteComponent(() => import('./old-case.tsx'), 'OldCasePage'),
    staticData: { title: (t) => t('legacy.title'), roles: ['admin', 'doctor', 'patient'] },
  }),
] as const

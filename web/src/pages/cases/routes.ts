import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const caseRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/cases',
    component: lazyRouteComponent(() => import('./cases.tsx'), 'CasesPage'),
    staticData: { title: (t) => t('cases.rail'), roles: ['patient', 'doctor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/cases/new',
    component: lazyRouteComponent(() => import('./new-case.tsx'), 'NewCasePage'),
    staticData: { title: (t) => t('cases.ask'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/cases/$caseId',
    component: lazyRouteComponent(() => import('./case.tsx'), 'CasePage'),
    staticData: { title: (t) => t('cases.rail'), roles: ['patient', 'doctor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/case-routing',
    component: lazyRouteComponent(() => import('./routing.tsx'), 'RoutingPage'),
    staticData: { title: (t) => t('routing.title'), roles: ['admin'] },
  }),
] as const

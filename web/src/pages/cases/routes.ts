import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute, openRoute } from '../../frames.ts'

/** Of nobody in particular, where the demo has them. */
export const receiptRoutes = [
  createRoute({
    getParentRoute: () => openRoute,
    path: '/ask',
    component: lazyRouteComponent(() => import('./ask.tsx'), 'AskPage'),
    staticData: { title: (t) => t('receipts.ask') },
  }),
  createRoute({
    getParentRoute: () => openRoute,
    path: '/ask/receipt',
    component: lazyRouteComponent(() => import('./receipt.tsx'), 'ReceiptPage'),
    staticData: { title: (t) => t('receipts.back') },
  }),
] as const

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
    path: '/cases/claim',
    component: lazyRouteComponent(() => import('./claim.tsx'), 'ClaimPage'),
    staticData: { title: (t) => t('receipts.claim'), roles: ['patient'] },
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

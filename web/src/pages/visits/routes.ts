import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const visitRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/today',
    component: lazyRouteComponent(() => import('./today.tsx'), 'TodayPage'),
    staticData: { title: (t) => t('visits.today.title'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/doctors',
    component: lazyRouteComponent(() => import('./find-doctor.tsx'), 'FindDoctorPage'),
    staticData: { title: (t) => t('visits.find.title'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/doctors/$doctorId/book',
    validateSearch: ({ kind }: Record<string, unknown>): { kind?: string } => (typeof kind === 'string' ? { kind } : {}),
    component: lazyRouteComponent(() => import('./book.tsx'), 'BookPage'),
    staticData: { title: (t) => t('visits.book.title'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/visits',
    component: lazyRouteComponent(() => import('./my-visits.tsx'), 'MyVisitsPage'),
    staticData: { title: (t) => t('visits.list.title'), roles: ['patient'] },
  }),
] as const

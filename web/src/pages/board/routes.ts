import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

const day = /^\d{4}-\d{2}-\d{2}$/

export const boardRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/board',
    validateSearch: (search): { day?: string } => (typeof search.day === 'string' && day.test(search.day) ? { day: search.day } : {}),
    component: lazyRouteComponent(() => import('./board.tsx'), 'BoardPage'),
    staticData: { title: (t) => t('board.title'), roles: ['reception', 'admin'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/board/book',
    component: lazyRouteComponent(() => import('./book-for-patient.tsx'), 'BookForPatientPage'),
    staticData: { title: (t) => t('board.forPatient.title'), roles: ['reception', 'admin'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/rooms',
    component: lazyRouteComponent(() => import('./rooms.tsx'), 'RoomsPage'),
    staticData: { title: (t) => t('board.rooms.title'), roles: ['admin'] },
  }),
] as const

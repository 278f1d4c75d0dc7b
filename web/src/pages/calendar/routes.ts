import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const calendarRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/week',
    component: lazyRouteComponent(() => import('./week.tsx'), 'WeekPage'),
    staticData: { title: (t) => t('calendar.week.title'), roles: ['doctor'] },
  }),
] as const

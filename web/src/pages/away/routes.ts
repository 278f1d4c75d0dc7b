import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const awayRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/handovers',
    component: lazyRouteComponent(() => import('./handovers.tsx'), 'HandoversPage'),
    staticData: { title: (t) => t('away.handovers.title'), roles: ['doctor', 'reception', 'admin'] },
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const apiKeyRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/api-keys',
    component: lazyRouteComponent(() => import('./api-keys.tsx'), 'ApiKeysPage'),
    staticData: { title: (t) => t('keys.title'), roles: ['admin'] },
  }),
] as const

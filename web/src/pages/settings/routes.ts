import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/settings',
    component: lazyRouteComponent(() => import('./settings.tsx'), 'SettingsPage'),
    staticData: { title: (t) => t('settings.title'), roles: ['admin'] },
  }),
] as const

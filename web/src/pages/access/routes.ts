import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export type WhySearch = { user?: string; resource?: string }

export const accessRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/access',
    validateSearch: ({ user, resource }: Record<string, unknown>): WhySearch => ({
      ...(typeof user === 'string' && { user }),
      ...(typeof resource === 'string' && { resource }),
    }),
    component: lazyRouteComponent(() => import('./why.tsx'), 'WhyPage'),
    staticData: { title: (t) => t('access.why.title'), roles: ['admin', 'auditor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/roles',
    component: lazyRouteComponent(() => import('./roles.tsx'), 'RolesPage'),
    staticData: { title: (t) => t('access.roles.title'), roles: ['admin', 'auditor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/care-teams',
    component: lazyRouteComponent(() => import('./care-teams.tsx'), 'CareTeamsPage'),
    staticData: { title: (t) => t('access.teams.title'), roles: ['admin'] },
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type RoleName, roles } from '@wardkeep/contract/identity.ts'
import { frameRoute } from '../../frames.ts'

/** `as`: the role of the account, if it is known. */
export type WhySearch = { user?: string; as?: RoleName; resource?: string }

export const accessRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/access',
    validateSearch: ({ user, as, resource }: Record<string, unknown>): WhySearch => ({
      ...(typeof user === 'string' && { user }),
      ...roleIn(as),
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

export function roleIn(given: unknown): { as?: RoleName } {
  const role = roles.find((one) => one === given)
  return role ? { as: role } : {}
}

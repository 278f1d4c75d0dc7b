import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const signInRulesRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/sign-in',
    component: lazyRouteComponent(() => import('./sign-in-rules.tsx'), 'SignInRulesPage'),
    staticData: { title: (t) => t('signInRules.title'), roles: ['admin'] },
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute, publicRoute } from '../../frames.ts'

export const signOnPublicRoutes = [
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/sign-in/organisation',
    component: lazyRouteComponent(() => import('./organisation.tsx'), 'OrganisationSignInPage'),
    staticData: { title: (t) => t('signOn.title') },
  }),
] as const

export const signOnRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/security/connect',
    component: lazyRouteComponent(() => import('./connect.tsx'), 'ConnectPage'),
    staticData: { title: (t) => t('signOn.connect.title') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/admin/single-sign-on',
    component: lazyRouteComponent(() => import('./providers.tsx'), 'SignOnProvidersPage'),
    staticData: { title: (t) => t('signOn.admin.title'), roles: ['admin'] },
  }),
] as const

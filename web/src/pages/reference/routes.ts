import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { openRoute } from '../../frames.ts'

export const referenceRoutes = [
  createRoute({
    getParentRoute: () => openRoute,
    path: '/docs',
    component: lazyRouteComponent(() => import('./reference.tsx'), 'ReferencePage'),
    staticData: { title: (t) => t('reference.title') },
  }),
] as const

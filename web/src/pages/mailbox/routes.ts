import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'

export const mailboxRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/mailbox',
    component: lazyRouteComponent(() => import('./mailbox.tsx'), 'MailboxPage'),
    staticData: { title: (t) => t('mailbox.title') },
  }),
] as const

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { frameRoute, publicRoute } from '../../frames.ts'
import { whoIsSignedIn } from '../../session/session.ts'

export const publicRoutes = [
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInPage'),
    staticData: { title: (t) => t('account.signIn.title') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/enrol',
    component: lazyRouteComponent(() => import('./enrol.tsx'), 'EnrolPage'),
    staticData: { title: (t) => t('account.enrol.title') },
    beforeLoad: async () => {
      const person = await whoIsSignedIn()
      if (!person?.mustEnrol) throw redirect({ to: '/', replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/register',
    component: lazyRouteComponent(() => import('./register.tsx'), 'RegisterPage'),
    staticData: { title: (t) => t('account.register.title') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/forgot',
    component: lazyRouteComponent(() => import('./forgot.tsx'), 'ForgotPage'),
    staticData: { title: (t) => t('account.forgot.title') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/reset',
    component: lazyRouteComponent(() => import('./reset.tsx'), 'ResetPage'),
    staticData: { title: (t) => t('account.reset.title') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/verify',
    component: lazyRouteComponent(() => import('./verify.tsx'), 'VerifyPage'),
    staticData: { title: (t) => t('account.verify.title') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/invitation',
    component: lazyRouteComponent(() => import('./invitation.tsx'), 'InvitationPage'),
    staticData: { title: (t) => t('people.accept.title') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/confirm-email',
    component: lazyRouteComponent(() => import('./email-links.tsx'), 'ConfirmEmailPage'),
    staticData: { title: (t) => t('people.email.confirmTitle') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/undo-email',
    component: lazyRouteComponent(() => import('./email-links.tsx'), 'UndoEmailPage'),
    staticData: { title: (t) => t('people.email.undoTitle') },
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/closed',
    component: lazyRouteComponent(() => import('./close-account.tsx'), 'ClosedPage'),
    staticData: { title: (t) => t('people.own.closedTitle') },
  }),
] as const

export const accountRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/profile',
    component: lazyRouteComponent(() => import('./profile.tsx'), 'ProfilePage'),
    staticData: { title: (t) => t('account.profile.title') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/profile/email',
    component: lazyRouteComponent(() => import('./change-email.tsx'), 'ChangeEmailPage'),
    staticData: { title: (t) => t('people.email.title') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/profile/close',
    component: lazyRouteComponent(() => import('./close-account.tsx'), 'CloseAccountPage'),
    staticData: { title: (t) => t('people.own.title'), roles: ['patient', 'admin'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/security',
    component: lazyRouteComponent(() => import('./security.tsx'), 'SecurityPage'),
    staticData: { title: (t) => t('account.security.title') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/security/authenticator',
    component: lazyRouteComponent(() => import('./authenticator.tsx'), 'AuthenticatorPage'),
    staticData: { title: (t) => t('account.authenticator.title') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/security/passkey',
    component: lazyRouteComponent(() => import('./passkey-add.tsx'), 'PasskeyPage'),
    staticData: { title: (t) => t('account.passkeys.addTitle') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/security/recovery-codes',
    component: lazyRouteComponent(() => import('./recovery-codes.tsx'), 'RecoveryCodesPage'),
    staticData: { title: (t) => t('account.recovery.title') },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/security/password',
    component: lazyRouteComponent(() => import('./change-password.tsx'), 'ChangePasswordPage'),
    staticData: { title: (t) => t('account.change.title') },
  }),
] as const

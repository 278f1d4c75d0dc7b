/** Proxies: guardians and carers who act for a patient, as what, in what, and until when. */
export { mailFresh as mailFreshProxyInvitation } from './invitation-actions.ts'
export { proxyRoutes } from './routes.ts'

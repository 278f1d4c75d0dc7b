/** Proxies: guardians and carers who act for a patient, as what, in what, and until when. */
export { proxyRoutes } from './routes.ts'

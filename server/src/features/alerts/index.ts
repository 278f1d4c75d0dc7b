/** Alerts: what was noticed and somebody who runs the organisation must hear of, until they have dealt with it. */
export type { AlertKeep, Cause } from './alert.ts'
export { mostApartMs, tellOfClocks } from './clock-actions.ts'
export { raiseAlert, raiseEverywhere } from './raising-actions.ts'
export { alertRoutes } from './routes.ts'

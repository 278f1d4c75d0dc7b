/** Records: what doctors write into a chart, version by version, and the signatures that prove it. */
export { recordRoutes } from './routes.ts'
export { giveSigningKey } from './signature-actions.ts'

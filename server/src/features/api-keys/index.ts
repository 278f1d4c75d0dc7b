/** API keys: how another system speaks for a service of the organisation, as far as an administrator lets it. */
export { keyFor, type NewKey } from './actions.ts'
export type { KeyKeep } from './key-keep.ts'
export { apiKeyRoutes } from './routes.ts'

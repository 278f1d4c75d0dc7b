/** API keys: how another system speaks for a service of the organisation, as far as an administrator lets it. */
export { type NewKey, storeKey } from './actions.ts'
export { apiKeyRoutes } from './routes.ts'

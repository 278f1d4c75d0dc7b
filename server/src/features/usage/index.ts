/** Usage: how much is asked of an organisation, by whom, and how much may be. */
export { usageRoutes } from './routes.ts'

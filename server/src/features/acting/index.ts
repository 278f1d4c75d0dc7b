/** Acting: a token that says for whom somebody acts. */
export { actingRoutes } from './routes.ts'

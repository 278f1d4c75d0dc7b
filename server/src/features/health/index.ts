/** Health: whether the clinic answers, and what it says of itself before anybody signs in. */
export { healthRoutes } from './routes.ts'

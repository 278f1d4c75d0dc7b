/** Access: who may see whose chart, why and for how long, and the explanation of every decision. */
export { accessRoutes } from './routes.ts'

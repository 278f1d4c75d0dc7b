/** Reviews: what somebody did by an exception, and somebody else who runs the organisation must judge. */
export { type NewReview, raiseReview } from './raising-actions.ts'
export { reviewRoutes } from './routes.ts'
export { reviewUnstated } from './unstated-store.ts'

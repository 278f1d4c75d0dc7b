/** The waiting list: who asked for an earlier time is offered what becomes free, one after the other. */
export { freeOffered, moveLine } from './moving-actions.ts'
export { waitlistRoutes } from './routes.ts'

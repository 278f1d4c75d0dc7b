/** Scheduling: visits, from booking to cancelling, and the reach to a chart that each opens and ends. */
export { type AddedVisit, addVisit } from './calendar-actions.ts'
export { handoverRoutes } from './handover-routes.ts'
export { schedulingRoutes } from './routes.ts'

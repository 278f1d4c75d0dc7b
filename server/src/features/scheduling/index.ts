/** Scheduling: visits, from booking to cancelling, and the reach to a chart that each opens and ends. */
export { type AddedVisit, addVisit } from './calendar-actions.ts'
export { schedulingRoutes } from './routes.ts'
export { findVisit, visitIn } from './store.ts'
export { subjectOf, type Visit } from './visit.ts'

/** Scheduling: visits, from booking to cancelling, and the reach to a chart that each opens and ends. */
export { type AddedVisit, addVisit } from './calendar-actions.ts'
export type { Freed, FreedTime, SchedulingKeep } from './freed.ts'
export { handoverRoutes } from './handover-routes.ts'
export { bookOffered, giveOfferedBack, keepOffered } from './offered-actions.ts'
export { schedulingRoutes } from './routes.ts'
export { findVisit, visitIn } from './store.ts'
export { theReply as visitReply } from './told-actions.ts'
export { subjectOf, type Visit } from './visit.ts'

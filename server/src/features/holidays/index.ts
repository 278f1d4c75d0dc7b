/** Holidays: the days on which the whole clinic is closed. */
export { holidayRoutes } from './routes.ts'
export { closedTime } from './rules.ts'
export { type ClosedRow, listClosed } from './store.ts'

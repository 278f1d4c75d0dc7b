/** Calendar: visits in the reader's own calendar, as a file of one or by an address that the calendar reads again and again. */
export { calendarRoutes } from './routes.ts'

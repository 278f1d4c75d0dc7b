/** Break-glass: a doctor opens a chart that is not in their care, in an emergency: for an hour, with a reason, heard of at once and judged later. */
export { breakGlassRoutes } from './routes.ts'

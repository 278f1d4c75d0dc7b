/** Kinds of visits: how long each lasts, what is kept free around it, when it can be booked, and who offers it. */
export { visitTypeRoutes } from './routes.ts'
export {
  findKind,
  findOffered,
  insertVisitType,
  isOfferedBy,
  listVisitTypes,
  type OfferedRow,
  type VisitTypeRow,
  visitTypeIn,
} from './store.ts'
export type { VisitType } from './visit-type.ts'

/** Kinds of visits: how long each lasts, what is kept free around it, when it can be booked, and who offers it. */
export { visitTypeRoutes } from './routes.ts'
export {
  findKind,
  findOffered,
  insertVisitType,
  isOfferedBy,
  type KindName,
  listKindNames,
  type OfferedRow,
  visitTypeIn,
} from './store.ts'
export type { VisitType } from './visit-type.ts'

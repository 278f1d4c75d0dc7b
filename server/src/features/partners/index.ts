/** Partners: systems outside that say whether a number is that of a member of theirs. */
export { type ImportedCheck, insertImportedChecks, standingChecks, wasFoundMember } from './check-store.ts'
export { numberIndexOf } from './numbers.ts'
export { partnerRoutes } from './routes.ts'

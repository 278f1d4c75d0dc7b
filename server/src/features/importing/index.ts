// Importing reads what other systems know of a patient into facts that the clinic can keep, and keeps them.
export { checkBundle, type Destination, findDestinations, importBundle } from './actions.ts'
export { parseBundleText, readBundle } from './bundle.ts'
export type * from './facts.ts'
export { sourceIndexOf, takeIn } from './intake.ts'
export { BundleRefused } from './refused.ts'
export { addUp, emptyReport, type Report } from './report.ts'
export { checkUsers, importUser } from './user-actions.ts'
export { readUserList, type UserFacts } from './user-list.ts'

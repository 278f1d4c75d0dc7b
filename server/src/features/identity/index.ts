/** Identity: who somebody is, how they prove it, and the sessions in which they stay known. */
export { insertAccount, NameTaken, type NewAccount } from './account-actions.ts'
export { openPolicy } from './registration-actions.ts'
export { identityRoutes } from './routes.ts'

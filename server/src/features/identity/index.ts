/** Identity: who somebody is, how they prove it, and the sessions in which they stay known. */
export { insertAccount, insertService, NameTaken, type NewAccount } from './account-actions.ts'
export { findOpenOrganisation } from './account-store.ts'
export { endExpired } from './expiry-actions.ts'
export { firstAdmin, renewFirstLink } from './first-admin-actions.ts'
export { tidy } from './housekeeping-actions.ts'
export type { LinkKeep, LockKeep } from './identity-keep.ts'
export { rightMs } from './link-rules.ts'
export { noticeMove } from './move-actions.ts'
export { placeOf } from './password-place.ts'
export { openAccount } from './profile.ts'
export { openPolicy } from './registration-actions.ts'
export { identityRoutes } from './routes.ts'
export { noteUse } from './session-store.ts'
export { type NamesFound, whoHas } from './sign-in-name-actions.ts'
export { mustHaveDomain, nameHash } from './sign-in-names.ts'
export { concerns, forStranger } from './stranger-actions.ts'
export {
  closeSubjects,
  type FollowedSubject,
  type Fresh,
  type FreshMailer,
  followSubject,
  makeSubjectLink,
  spendLink,
} from './subject-link-actions.ts'

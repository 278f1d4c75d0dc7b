/** The rules of passwords that need no list: what a page can judge while one types, and the server judges again. */
export { enoughFree, foldSet, type KnownWords, measure, patternsIn } from './measure.ts'
export { leansOnOwner, type PasswordOwner } from './personal.ts'
export { type Asked, defaultPasswordPolicy, formOf, type PasswordPolicy, passwordLengths, passwordPolicies, reasonsOf } from './policies.ts'
export { type PasswordRule, passwordReasons } from './reasons.ts'
export { foldLeet, signsOf } from './stretches.ts'

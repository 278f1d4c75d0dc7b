/** What a new password must be. Hashing it is the vault's. */
export { brokenRules, mustBeStrong, type PasswordPlace, passwordProblems, policyNamed } from './rules.ts'

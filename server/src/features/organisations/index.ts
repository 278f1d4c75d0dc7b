/** Organisations: the tenants, each with its own keys, hours and people. */
export { makeOrganisation, organisationStands, SlugTaken, tenantNamed } from './actions.ts'
export type { NewOrganisation } from './store.ts'

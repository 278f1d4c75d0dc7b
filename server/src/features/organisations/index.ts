/** Organisations: the tenants, each with its own keys, hours and people. */
export { makeOrganisation, organisationStands, SlugTaken, tenantNamed } from './actions.ts'
export { organisationRoutes } from './routes.ts'
export { isZone } from './settings-rules.ts'
export type { NewOrganisation } from './store.ts'
export { openToEverywhere, StandsSo, setOpen } from './suspension-actions.ts'

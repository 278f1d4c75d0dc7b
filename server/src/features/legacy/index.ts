/** Legacy cases: what the system before had of cases, as it came, and to whom staff linked it. */
export { LegacyContent, legacyPlace } from './legacy-case.ts'
export { legacyRoutes } from './routes.ts'
export { insertLegacyCases, type NewLegacyCase, standingCases } from './store.ts'

/** Patients: who they are, and what was imported of their past. */
export { subjectOf } from './actions.ts'
export { type Exactly, findExactly } from './exact-actions.ts'
export { type HistoryContent, historyPlace } from './history-content.ts'
export { openProfiles, PatientProfile, sealProfile } from './profile.ts'
export { patientRoutes } from './routes.ts'
export { findPatient, insertHistory, insertPatient, type NewHistory, type PatientRow, patientRow } from './store.ts'

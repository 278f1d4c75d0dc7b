/** Doctors: the directory, and when each of them works. */
export { type Calendar, isBeyondHorizon } from './free-rules.ts'
export { hoursIn, insertHours, listHours } from './hours-store.ts'
export { DoctorProfile, openDoctors, sealDoctor } from './profile.ts'
export { type AddedDoctor, addDoctor } from './roster-actions.ts'
export { doctorRoutes } from './routes.ts'
export { type Hours, type Slot, slotsBetween } from './slot-rules.ts'
export { findDoctor, insertDoctor, type NewDoctor } from './store.ts'

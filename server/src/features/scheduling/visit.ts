import type { Appointment } from '@wardkeep/contract/scheduling.ts'
import type { Static } from 'typebox'
import type { Subject } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

type Said = Static<typeof Appointment>

/** One booked time of a patient with a doctor. */
export type Visit = {
  id: string
  patientId: string
  doctorId: string
  /** Null where the caller does not act for the patient, else whether in matters of visits. */
  acting: boolean | null
  start: Date
  end: Date
  /** Until when its patient may cancel or move it. */
  changeUntil: Date
  status: Said['status']
  version: number
  details: Sealed
  timeZone: string
  doctorProfile: Sealed
  /** Missing where the caller has no reach to the patient, like a doctor whose visit was cancelled. */
  patientProfile: Sealed | undefined
  replaces: string | undefined
  visitType: { id: string; name: string } | undefined
  room: { id: string; name: string } | undefined
  cancellation: { id: string; reason: NonNullable<Said['cancellation']>['reason']; at: Date; details: Sealed } | undefined
}

export type CancellationReason = NonNullable<Visit['cancellation']>['reason']

/** What the policy is asked about; a profile that row security let through is the proof of reach. */
export function subjectOf({ id, patientId, doctorId, acting, patientProfile, version }: Visit): Subject {
  return {
    patientId,
    doctorId,
    assigned: patientProfile !== undefined,
    proxied: acting !== null,
    booked: acting === true,
    resource: { type: 'appointment', id, version },
  }
}

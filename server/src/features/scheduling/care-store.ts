// Who may see a chart because of a visit: kept in the same transaction as the visit itself.
import type { Statement } from '../../platform/database.ts'
import { endCare, openCareAround } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'

/** `from`: when it was booked; `end`: when the visit is over. */
export type VisitCare = { id: string; patientId: string; doctorId: string; visitId: string; from: Date; end: Date }

export function insertCare(by: Permit | 'system', { visitId, ...care }: VisitCare): Statement {
  return openCareAround(by, { ...care, sourceId: visitId })
}

/** Ends at once what a visit opened; what has ended before stays as it is. */
export function closeCare(permit: Permit, visitId: string, now: Date): Statement {
  return endCare(permit, 'appointment', visitId, now)
}

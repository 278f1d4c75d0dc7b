// Who may see a chart because of a visit: kept in the same transaction as the visit itself.
import { type Statement, sql } from '../../platform/database.ts'
import { endCare, openCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'

export type VisitCare = { id: string; patientId: string; doctorId: string; visitId: string; from: Date; until: Date }

export function insertCare(by: Permit | 'system', { visitId, ...care }: VisitCare): Statement {
  return openCare(by, { ...care, source: 'appointment', sourceId: visitId })
}

/** Days after a visit for which the organisation lets its doctor reach the chart. */
export function findFollowUp(): Statement<{ days: number }> {
  return sql<{ days: number }>('visit.follow-up', 'select follow_up_days as days from organisations where tenant_id = ctx_tenant()')
}

/** Ends at once what a visit opened; what has ended before stays as it is. */
export function closeCare(permit: Permit, visitId: string, now: Date): Statement {
  return endCare(permit, 'appointment', visitId, now)
}

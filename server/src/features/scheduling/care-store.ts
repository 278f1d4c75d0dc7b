// Who may see a chart because of a visit: kept in the same transaction as the visit itself.
import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'

export type VisitCare = { id: string; patientId: string; doctorId: string; visitId: string; from: Date; until: Date }

export function insertCare(_by: Permit | 'system', { id, patientId, doctorId, visitId, from, until }: VisitCare): Statement {
  return sql(
    'care.open',
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     values (ctx_tenant(), $1, $2, $3, 'appointment', $4, tstzrange($5, $6))`,
    [id, patientId, doctorId, visitId, from, until],
  )
}

/** Ends at once what a visit opened; what has ended before stays as it is. */
export function closeCare(_permit: Permit, visitId: string, now: Date): Statement {
  return sql(
    'care.close',
    `update care_relations set during = tstzrange(lower(during), greatest(lower(during), $2))
     where tenant_id = ctx_tenant() and source = 'appointment' and source_id = $1 and upper(during) > $2`,
    [visitId, now],
  )
}

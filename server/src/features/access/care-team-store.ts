import { type Statement, sql } from '../../platform/database.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { Fact, Reach } from './reach.ts'

export type ReachRow = {
  id: string
  source: Reach['source']
  source_id: string
  patient_id: string
  doctor_id: string | null
  from: Date
  until: Date | null
  ended_at: Date | null
  cause: Reach['cause'] | null
}
type WithProfile = ReachRow & { profile: Buffer | null }

/** A fact about a proxy as well: as what, and whether they may book. */
export type FactRow = Omit<ReachRow, 'source'> & { source: Fact['source']; capacity: Fact['capacity'] | null; may_book: boolean | null }

export const reachColumns =
  'r.id, r.source, r.source_id, r.patient_id, r.doctor_id, lower(r.during) as "from", upper(r.during) as until, r.ended_at, r.cause'
const notOver = 'r.ended_at is null and not isempty(r.during) and coalesce(upper(r.during) > $2, true)'
const page = `and r.id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000') order by r.id limit $4`

/** To which doctors a chart is or will be open, in the order in which the facts came; with each doctor's profile. */
export function listCarers(patientId: string, now: Date, after: string | undefined, limit: number): Statement<WithProfile> {
  return sql<WithProfile>(
    'care-team.of-patient',
    `select ${reachColumns}, d.profile from care_relations r join doctors d on d.tenant_id = r.tenant_id and d.id = r.doctor_id
     where r.tenant_id = ctx_tenant() and r.patient_id = $1 and ${notOver} ${page}`,
    [patientId, now, after, limit],
  )
}

/** In whose care teams a doctor is or will be; with each patient's profile. */
export function listAssignments(doctorId: string, now: Date, after: string | undefined, limit: number): Statement<WithProfile> {
  return sql<WithProfile>(
    'care-team.of-doctor',
    `select ${reachColumns}, p.profile from care_relations r join patients p on p.tenant_id = r.tenant_id and p.id = r.patient_id
     where r.tenant_id = ctx_tenant() and r.doctor_id = $1 and r.source = 'care-team' and ${notOver} ${page}`,
    [doctorId, now, after, limit],
  )
}

/** A place in the care team of a patient, locked, ended or not. */
export function lockPlace(patientId: string, id: string): Statement<ReachRow> {
  return sql<ReachRow>(
    'care-team.lock',
    `select ${reachColumns} from care_relations r
     where r.tenant_id = ctx_tenant() and r.patient_id = $1 and r.id = $2 and r.source = 'care-team' for update`,
    [patientId, id],
  )
}

export function factIn(row: FactRow): Fact {
  const { source, capacity, may_book } = row
  const { doctorId: _, ...reach } = reachIn({ ...row, source: 'care-team' })
  return { ...reach, source, ...(capacity && { capacity }), ...(may_book !== null && { mayBook: may_book }) }
}

export function reachIn(row: ReachRow): Reach {
  return {
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    patientId: row.patient_id,
    doctorId: row.doctor_id ?? '',
    from: row.from,
    until: row.until ?? undefined,
    endedAt: row.ended_at ?? undefined,
    cause: row.cause ?? undefined,
  }
}

export function sealedIn(row: WithProfile): Sealed {
  return Sealed.fromDatabase(row.profile ?? Buffer.alloc(0))
}

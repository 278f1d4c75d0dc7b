import type { ExplainedType } from '@wardkeep/contract/access.ts'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type { Confidentiality } from '@wardkeep/contract/labels.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { actingFor, byEmergency, inCare } from '../../security/care-store.ts'
import { type FactRow, reachColumns } from './care-team-store.ts'

export type PersonRow = { id: string; role: RoleName; active: boolean; patient_id: string | null; doctor_id: string | null }

export function findPerson(userId: string): Statement<PersonRow> {
  return sql<PersonRow>('access.person', 'select id, role, active, patient_id, doctor_id from access_people where id = $1', [userId])
}

export type SubjectRow = {
  id: string
  patient_id: string | null
  doctor_id: string | null
  author_id: string | null
  draft: boolean
  confidentiality: Confidentiality
}

/** Whose the thing is; no row for what is of another organisation or of nobody, and where nothing was asked about. */
export function findSubject(type: ExplainedType | undefined, id: string | undefined): Statement<SubjectRow> {
  return sql<SubjectRow>(
    'access.subject',
    'select id, patient_id, doctor_id, author_id, draft, confidentiality from access_subjects where type = $1 and id = $2',
    [type, id],
  )
}

/** The facts that ever tied the person, as a doctor or as who acts for them, to the patient of the thing, the newest first. */
export function listFacts(userId: string, type: ExplainedType | undefined, id: string | undefined): Statement<FactRow> {
  return sql<FactRow>(
    'access.facts',
    `select ${reachColumns}, r.capacity, r.may_book
     from access_people u
     join access_subjects s on s.type = $2 and s.id = $3
     join care_relations r on r.tenant_id = ctx_tenant() and (r.doctor_id = u.doctor_id or r.proxy_user_id = u.id) and r.patient_id = s.patient_id and not isempty(r.during)
     where u.id = $1 order by lower(r.during) desc, r.id desc limit 20`,
    [userId, type, id],
  )
}

export type SeenRow = { assigned: boolean; emergency: boolean; acting: boolean | null }

const inReach = (patientColumn: string) =>
  `${inCare(patientColumn)} as assigned, ${byEmergency(patientColumn)} as emergency, ${actingFor(patientColumn)} as acting`
const ofNoPatient = 'false as assigned, false as emergency, null::boolean as acting'

const seenBy: Record<ExplainedType, string> = {
  patient: `select ${inReach('patients.id')} from patients where tenant_id = ctx_tenant() and id = $1`,
  appointment: `select ${inReach('a.patient_id')} from appointments a where a.tenant_id = ctx_tenant() and a.id = $1`,
  record: `select ${inReach('r.patient_id')} from records r where r.tenant_id = ctx_tenant() and r.id = $1`,
  doctor: `select ${ofNoPatient} from doctors where tenant_id = ctx_tenant() and id = $1`,
}

/** The thing as row security shows it to whoever's context stands; no row where it shows nothing. */
export function findSeen(type: ExplainedType, id: string): Statement<SeenRow> {
  return sql<SeenRow>(`access.seen-${type}`, seenBy[type], [id])
}

/** The chart as the journal's role knows of it. */
export function findKnown(patientId: string): Statement<SeenRow> {
  return sql<SeenRow>(
    'access.known',
    `select false as assigned, false as emergency, ${actingFor('patients.id')} as acting from patients where tenant_id = ctx_tenant() and id = $1`,
    [patientId],
  )
}

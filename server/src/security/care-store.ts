// Care relations: who may see whose chart, from when until when, and because of what. All writing of them is here, by whatever feature has the cause.
import { type Statement, sql } from '../platform/database.ts'
import type { Permit } from './permit.ts'

/**
 * SQL that says whether a live care relation ties the doctor of the transaction to the patient in a column. Written out, not a function of the
 * database: PostgreSQL plans it into the query, where a call would cost more than the read around it.
 */
export function inCare(patientColumn: string): string {
  return `exists (select from my_care where my_care.patient_id = ${patientColumn})`
}

/** SQL that says whether nothing but emergency access ties them: what is done then is done under that purpose, and reviewed. */
export function byEmergency(patientColumn: string): string {
  return `exists (select from my_emergencies where my_emergencies.patient_id = ${patientColumn})`
}

/** SQL that says whether the user of the transaction acts for the patient in a column: null where not, else whether in matters of visits too. */
export function actingFor(patientColumn: string): string {
  return `(select my_proxied.may_book from my_proxied where my_proxied.patient_id = ${patientColumn} limit 1)`
}

/** The same of cases: null where the user does not act for the patient, else whether in their cases too. */
export function askingFor(patientColumn: string): string {
  return `(select my_proxied.may_ask from my_proxied where my_proxied.patient_id = ${patientColumn} limit 1)`
}

/**
 * SQL that says whether the user in one column acts for the patient in another at a time, in the matters that the link must name. For the system,
 * which asks about others: whoever acts in the transaction asks `actingFor`.
 */
export function linkStands(userColumn: string, patientColumn: string, now: string, scope: string): string {
  return `exists (select from care_relations r where r.tenant_id = ctx_tenant() and r.proxy_user_id = ${userColumn} and r.patient_id = ${patientColumn}
    and ${linkIsOpen(now, scope)})`
}

/** SQL that says whether the care relation `r` is somebody's link to act for a patient, stands at a time and names the matters. */
export function linkIsOpen(now: string, scope: string): string {
  return `r.source = 'proxy' and ${scope} and r.ended_at is null and lower(r.during) <= ${now} and (upper_inf(r.during) or upper(r.during) > ${now})`
}

/** SQL that says whether the tie is a place in the care team or emergency access: what is very restricted asks for that. */
export function inCloseCare(patientColumn: string): string {
  return `exists (select from my_close_care where my_close_care.patient_id = ${patientColumn})`
}

/** The fact that opens a chart to a doctor. */
export const careSources = ['appointment', 'case', 'care-team', 'break-glass'] as const
export type CareSource = (typeof careSources)[number]
export type Care = {
  id: string
  patientId: string
  doctorId: string
  source: CareSource
  /** The row that is the cause; a place in a care team is its own. */
  sourceId: string
  from: Date
  /** Open-ended without it. */
  until?: Date | undefined
  /** Why somebody is in a care team. */
  cause?: string
}

/** Opens the chart, in the transaction of the cause. No row where the doctor has a place in the patient's care team at that time already. */
export function openCare(_by: Permit | 'system', care: Care): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'care.open',
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during, cause, made_by)
     values (ctx_tenant(), $1, $2, $3, $4, $5, tstzrange($6, $7), $8, ctx_user())
     on conflict on constraint one_place_in_a_team do nothing returning id`,
    [care.id, care.patientId, care.doctorId, care.source, care.sourceId, care.from, care.until, care.cause],
  )
}

/** Opens the chart for a visit, until as long after its end as the organisation has set by now. */
export function openCareAround(_by: Permit | 'system', visit: Omit<Care, 'source' | 'until' | 'cause'> & { end: Date }): Statement {
  return sql(
    'care.open-around',
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during, made_by)
     select tenant_id, $1, $2, $3, 'appointment', $4, tstzrange($5, $6::timestamptz + make_interval(hours => 24 * follow_up_days)), ctx_user()
     from organisations where tenant_id = ctx_tenant()`,
    [visit.id, visit.patientId, visit.doctorId, visit.sourceId, visit.from, visit.end],
  )
}

/** Closes at once what a cause opened; what has ended before stays as it is. */
export function endCare(_permit: Permit, source: CareSource, sourceId: string, now: Date, ending?: string): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'care.end',
    `update care_relations
     set during = case when lower(during) < $3 then tstzrange(lower(during), least(upper(during), $3)) else during end,
       ended_at = $3, ended_by = ctx_user(), ending = $4
     where tenant_id = ctx_tenant() and source = $1 and source_id = $2 and ended_at is null and (upper_inf(during) or upper(during) > $3)
     returning id`,
    [source, sourceId, now, ending],
  )
}

export type NewProxy = {
  id: string
  patientId: string
  proxyUserId: string
  capacity: string
  mayBook: boolean
  mayAsk: boolean
  from: Date
  until: Date | undefined
}

/** Lets somebody act for a patient; a link is its own cause. No row where they do at that time already. */
export function openProxy(_by: Permit | 'system', link: NewProxy): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'care.open-proxy',
    `insert into care_relations (tenant_id, id, patient_id, proxy_user_id, source, source_id, during, capacity, may_book, may_ask, made_by)
     values (ctx_tenant(), $1, $2, $3, 'proxy', $1, tstzrange($4, $5), $6, $7, $8, ctx_user())
     on conflict on constraint one_link_at_a_time do nothing returning id`,
    [link.id, link.patientId, link.proxyUserId, link.from, link.until, link.capacity, link.mayBook, link.mayAsk],
  )
}

/** Ends it at once, by its commit. */
export function endProxy(_permit: Permit, id: string, now: Date): Statement {
  return sql(
    'care.end-proxy',
    `update care_relations
     set during = case when lower(during) < $2 then tstzrange(lower(during), least(upper(during), $2)) else during end,
       ended_at = $2, ended_by = ctx_user()
     where tenant_id = ctx_tenant() and id = $1 and source = 'proxy' and ended_at is null`,
    [id, now],
  )
}

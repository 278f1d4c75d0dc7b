// What routing is made from and what comes of it: read and written as the system, whom row security shows every queue.
import { type Statement, sql } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { CaseState, Urgency } from './case.ts'

/** SQL that says whether a doctor is on vacation now. The one place that reads it. */
export const isAway = (doctor: string) =>
  `coalesce(${doctor}.vacation_from <= ctx_now() and coalesce(${doctor}.vacation_until > ctx_now(), true), false)`
/** SQL that says whether anybody can sign in as the doctor: an imported one without an account answers nothing. */
const isStaffed = (doctor: string) =>
  `exists (select from users u where u.tenant_id = ctx_tenant() and u.doctor_id = ${doctor}.id and u.active)`

/** Decisions of one organisation are made one after the other, each on what the one before left. */
export function lockRouting(): Statement {
  return sql(
    'case-routing.lock',
    `select pg_advisory_xact_lock(hashtextextended('case-routing/' || ctx_tenant()::text, 0)) is null as locked`,
  )
}

export type Routed = {
  id: string
  decisionId: string
  decision: Sealed
  offers: readonly string[]
  passedBy: readonly string[]
  dueAt: Date
}

/** The decision, the offers that follow from it in the place of the ones before, and the case in the first one's queue, or on the desk. */
export function placeCase({ id, decisionId, decision, offers, passedBy, dueAt }: Routed, now: Date): Statement[] {
  const [first] = offers
  return [
    sql(
      'case-decisions.insert',
      'insert into case_decisions (tenant_id, id, case_id, doctor_id, decision, at) values (ctx_tenant(), $1, $2, $3, $4, $5)',
      [decisionId, id, first, decision.bytes, now],
    ),
    dropOffers(id),
    sql(
      'case-offers.insert',
      `insert into case_offers (tenant_id, case_id, doctor_id, rank)
       select ctx_tenant(), $1, doctor_id, rank from unnest($2::uuid[]) with ordinality as offer (doctor_id, rank)`,
      [id, offers],
    ),
    sql(
      'cases.place',
      `update cases set state = case when $2::uuid is null then 'triaged' else 'queued' end, doctor_id = $2, care_cause = null, flagged_at = null,
         passed_by = $3::uuid[], due_at = $4, escalated_at = case when due_at = $4 then escalated_at end, version = version + 1
       where tenant_id = ctx_tenant() and id = $1`,
      [id, first, passedBy, dueAt],
    ),
    sql(
      'case-turns.note',
      `insert into case_turns (tenant_id, doctor_id, last_at) select ctx_tenant(), $1::uuid, $2::timestamptz where $1 is not null
       on conflict (tenant_id, doctor_id) do update set last_at = greatest(case_turns.last_at, excluded.last_at)`,
      [first, now],
    ),
  ]
}

export function dropOffers(caseId: string): Statement {
  return sql('case-offers.drop', 'delete from case_offers where tenant_id = ctx_tenant() and case_id = $1', [caseId])
}

export type Due = { id: string; state: CaseState; gone: boolean; flagged: boolean; late: boolean }

/** What needs the system's hand now, by deadline: nobody has it, who has it is gone, or its time is over. */
export function listDue(now: Date, rows: number): Statement<Due> {
  return sql<Due>(
    'cases.due',
    `select * from (
       select c.id, c.state, c.due_at, coalesce(${isAway('d')} or not ${isStaffed('d')}, false) as gone,
         c.flagged_at is not null as flagged, c.due_at <= $1 and c.escalated_at is null as late
       from cases c left join doctors d on d.tenant_id = c.tenant_id and d.id = c.doctor_id
       where c.tenant_id = ctx_tenant() and c.state in ('triaged', 'queued', 'accepted')) as standing
     where state = 'triaged' or late or (state = 'queued' and gone) or (state = 'accepted' and gone <> flagged)
     order by due_at, id limit $2`,
    [now, rows],
  )
}

/** The same facts of one, once it is locked. */
export function findDue(id: string, now: Date): Statement<Due> {
  return sql<Due>(
    'cases.due-one',
    `select c.id, c.state, coalesce(${isAway('d')} or not ${isStaffed('d')}, false) as gone,
       c.flagged_at is not null as flagged, c.due_at <= $2 and c.escalated_at is null as late
     from cases c left join doctors d on d.tenant_id = c.tenant_id and d.id = c.doctor_id where c.tenant_id = ctx_tenant() and c.id = $1`,
    [id, now],
  )
}

export function markEscalated(id: string, now: Date): Statement {
  return sql('cases.escalate', 'update cases set escalated_at = $2 where tenant_id = ctx_tenant() and id = $1', [id, now])
}

export function markFlagged(id: string, at: Date | undefined): Statement {
  return sql('cases.flag', 'update cases set flagged_at = $2 where tenant_id = ctx_tenant() and id = $1', [id, at])
}

export type WaitingRow = {
  id: string
  state: CaseState
  urgency: Urgency
  language: string
  due_at: Date
  flagged: boolean
  doctor_id: string | null
  doctor_profile: Buffer | null
}

/** The unanswered cases that somebody who runs the organisation should know of: nobody's, late, or of a doctor who is away. */
export function listWaiting(now: Date, rows: number): Statement<WaitingRow> {
  return sql<WaitingRow>(
    'cases.waiting',
    `select c.id, c.state, c.urgency, c.language, c.due_at, c.flagged_at is not null as flagged, c.doctor_id, d.profile as doctor_profile
     from cases c left join doctors d on d.tenant_id = c.tenant_id and d.id = c.doctor_id
     where c.tenant_id = ctx_tenant() and c.state in ('triaged', 'queued', 'accepted') and (c.state = 'triaged' or c.due_at <= $1 or c.flagged_at is not null)
     order by c.due_at, c.id limit $2`,
    [now, rows],
  )
}

/** Whom cases were ever submitted for: each vendor may have a pool. */
export function listVendors(): Statement<{ vendor_id: string }> {
  return sql<{ vendor_id: string }>(
    'case-vendors.list',
    'select vendor_id from case_vendors where tenant_id = ctx_tenant() order by vendor_id',
  )
}

import { type Statement, sql } from '../../platform/database.ts'
import { linkStands } from '../../security/care-store.ts'
import { actsForOthers } from '../../security/policy.ts'

export type Freed = { doctorId: string; start: Date; end: Date; patientId?: string | undefined }
export type WaitingRow = { id: string; patient_id: string; wish: Buffer }

/**
 * Whoever asked for a patient asked by their own account or by a link that says so; the desk asks for the organisation, whoever sits there. What
 * was asked by an account that is `off`, or for somebody whom it does not act for any more, rests on nobody's right.
 */
const withoutRight = (
  role: string,
  off: string,
) => `exists (select from users u where u.tenant_id = e.tenant_id and u.id = e.asked_by and u.role = ${role}
    and (${off} or (u.patient_id is distinct from e.patient_id and not ${linkStands('u.id', 'e.patient_id', '$1', 'r.may_book')})))`

// Somebody to whom this time was offered already, who has another offer, whose own visit it was, or who is elsewhere at that time, is passed over.
const couldTake = `e.tenant_id = ctx_tenant() and e.ended_at is null and e.ends_at > $1 and (e.doctor_id is null or e.doctor_id = $2)
  and e.from_date <= $5::date and e.until_date >= $5::date and e.patient_id is distinct from $6::uuid
  and not ${withoutRight('$7', 'not u.active')}
  and not exists (select from waitlist_offers o where o.tenant_id = e.tenant_id and o.entry_id = e.id
    and (o.ended_at is null or (o.doctor_id = $2 and o.starts_at = $3)))
  and not exists (select from appointments a where a.tenant_id = e.tenant_id and a.patient_id = e.patient_id
    and a.status not in ('cancelled', 'noshow') and a.starts_at < $4 and a.ends_at > $3)`

export function listWaiting({ doctorId, start, end, patientId }: Freed, day: string, now: Date): Statement<WaitingRow> {
  return sql<WaitingRow>(
    'waitlist.line',
    `select e.id, e.patient_id, e.wish from waitlist_entries e where ${couldTake} order by e.asked_at, e.id limit 500`,
    [now, doctorId, start, end, day, patientId, actsForOthers],
  )
}

/** The same one, locked; nothing where somebody else is busy with them or they could not take it any more. */
export function lockWaiting(id: string, { doctorId, start, end, patientId }: Freed, day: string, now: Date): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'waitlist.lock-first',
    `select e.id from waitlist_entries e where ${couldTake} and e.id = $8 for update of e skip locked`,
    [now, doctorId, start, end, day, patientId, actsForOthers, id],
  )
}

/** Requests that rest on nobody's right any more, for good: the link that they were asked by is over, or the account is closed. */
export function listOrphaned(now: Date, most: number): Statement<{ id: string }> {
  return sql('waitlist.orphaned', `select e.id from waitlist_entries e where ${orphaned} limit $3`, [now, actsForOthers, most])
}

type Found = { id: string; patient_id: string }

export function lockOrphaned(id: string, now: Date): Statement<Found> {
  return sql<Found>(
    'waitlist.lock-orphaned',
    `select e.id, e.patient_id from waitlist_entries e where ${orphaned} and e.id = $3 for update of e skip locked`,
    [now, actsForOthers, id],
  )
}

const orphaned = `e.tenant_id = ctx_tenant() and e.ended_at is null and e.ends_at > $1 and ${withoutRight('$2', 'u.closed_at is not null')}`

/** Requests whose last day is over and that nobody has ended yet, those first that were over first. */
export function listPassed(now: Date, most: number): Statement<{ id: string }> {
  return sql('waitlist.passed', `select e.id from waitlist_entries e where ${passed} order by e.ends_at limit $2`, [now, most])
}

export function lockPassed(id: string, now: Date): Statement<Found> {
  return sql<Found>(
    'waitlist.lock-passed',
    `select e.id, e.patient_id from waitlist_entries e where ${passed} and e.id = $2 for update of e skip locked`,
    [now, id],
  )
}

const passed = 'e.tenant_id = ctx_tenant() and e.ended_at is null and e.ends_at <= $1'

export type NewOffer = { id: string; entryId: string; doctorId: string; start: Date; end: Date; expiresAt: Date }

/** No row where the time is offered to somebody already. */
export function insertOffer(offer: NewOffer, now: Date): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'waitlist.offer',
    `insert into waitlist_offers (tenant_id, id, entry_id, doctor_id, starts_at, ends_at, offered_at, expires_at)
     values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [offer.id, offer.entryId, offer.doctorId, offer.start, offer.end, now, offer.expiresAt],
  )
}

export type OfferRow = { id: string; entry_id: string; patient_id: string; doctor_id: string; start: Date; end: Date; expires_at: Date }
const columns = 'o.id, o.entry_id, e.patient_id, o.doctor_id, o.starts_at as start, o.ends_at as "end", o.expires_at'
const offers = 'waitlist_offers o join waitlist_entries e on e.tenant_id = o.tenant_id and e.id = o.entry_id'

/** What is offered for a request, over or not, until it is ended. */
export function lockOffer(entryId: string): Statement<OfferRow> {
  return sql<OfferRow>(
    'waitlist.lock-offer',
    `select ${columns} from ${offers} where o.tenant_id = ctx_tenant() and o.entry_id = $1 and o.ended_at is null for update of o`,
    [entryId],
  )
}

export function listLapsed(now: Date, most: number): Statement<{ id: string }> {
  return sql(
    'waitlist.lapsed',
    'select id from waitlist_offers where tenant_id = ctx_tenant() and ended_at is null and expires_at <= $1 order by expires_at limit $2',
    [now, most],
  )
}

export function lockLapsed(id: string, now: Date): Statement<OfferRow> {
  return sql<OfferRow>(
    'waitlist.lock-lapsed',
    `select ${columns} from ${offers} where o.tenant_id = ctx_tenant() and o.id = $1 and o.ended_at is null and o.expires_at <= $2
     for update of o skip locked`,
    [id, now],
  )
}

export function endOffer(id: string, outcome: 'accepted' | 'declined' | 'lapsed' | 'withdrawn', now: Date): Statement {
  return sql('waitlist.end-offer', 'update waitlist_offers set ended_at = $3, outcome = $2 where tenant_id = ctx_tenant() and id = $1', [
    id,
    outcome,
    now,
  ])
}

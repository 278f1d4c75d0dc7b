import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'

export type HoldRow = {
  id: string
  doctor_id: string
  room_id: string | null
  visit_type_id: string | null
  start: Date
  end: Date
  made_at: Date
  expires_at: Date
  live: boolean
}

const live = `exists (select from occupancies o where o.tenant_id = h.tenant_id and o.holder_id = h.id and o.held_until is not null)`

/** One of the caller's own; of those of others row security shows none. */
export function findHold(id: string): Statement<HoldRow> {
  return sql<HoldRow>(
    'holds.find',
    `select h.id, h.doctor_id, h.room_id, h.visit_type_id, h.starts_at as start, h.ends_at as "end", h.made_at, h.expires_at, ${live} as live
     from holds h where h.tenant_id = ctx_tenant() and h.id = $1`,
    [id],
  )
}

/** For how long this organisation holds a chosen time. */
export function findHoldMinutes(): Statement<{ minutes: number }> {
  return sql('holds.minutes', 'select hold_minutes as minutes from organisations where tenant_id = ctx_tenant()')
}

/** Lets one person make holds one after the other, so that their number is exact. */
export function lockOwnHolds(): Statement {
  return sql(
    'holds.lock',
    `select pg_advisory_xact_lock(hashtextextended('wardkeep holds ' || ctx_tenant()::text || ctx_user()::text, 0))::text`,
  )
}

/** How many the caller has, how many they made since an instant, and when the first of these. Older ones are forgotten on the way. */
export function countOwnHolds(since: Date, now: Date): [Statement, Statement<{ live: number; made: number; first: Date | null }>] {
  return [
    sql('holds.forget', 'delete from holds where tenant_id = ctx_tenant() and user_id = ctx_user() and made_at <= $1', [since]),
    sql<{ live: number; made: number; first: Date | null }>(
      'holds.count',
      `select count(*) filter (where h.expires_at > $2 and ${live})::integer as live, count(*)::integer as made, min(h.made_at) as first
       from holds h where h.tenant_id = ctx_tenant() and h.user_id = ctx_user() and h.made_at > $1`,
      [since, now],
    ),
  ]
}

export type NewHold = {
  id: string
  doctorId: string
  roomId: string | undefined
  visitTypeId: string | undefined
  start: Date
  end: Date
  expiresAt: Date
}

export function insertHold(_permit: Permit, hold: NewHold, now: Date): Statement {
  return sql(
    'holds.insert',
    `insert into holds (tenant_id, id, user_id, doctor_id, starts_at, ends_at, made_at, expires_at, room_id, visit_type_id)
     values (ctx_tenant(), $1, ctx_user(), $2, $3, $4, $5, $6, $7, $8)`,
    [hold.id, hold.doctorId, hold.start, hold.end, now, hold.expiresAt, hold.roomId, hold.visitTypeId],
  )
}

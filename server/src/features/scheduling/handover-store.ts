import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import type { Relation } from '../../security/policy.ts'
import { reachedBy, type VisitRow, visits } from './store.ts'

export type HandoverPage = { now: Date; doctorId: string | undefined; after: TimedKey | undefined; rows: number }

/**
 * Whether a visit to come lies in the vacation of its doctor is computed, never stored: a vacation that changes flags others at once. The page is found from
 * those who are away, each by their own calendar: who is there may have any number of visits.
 */
export function listFlagged(relation: Relation, { now, doctorId, after, rows }: HandoverPage): Statement<VisitRow & FlagRow> {
  const flagged = visits.replace('select a.id,', 'select a.id, d.stand_in_id, d.vacation_from, d.vacation_until,')
  return sql<VisitRow & FlagRow>(
    `handovers.of-${relation}${doctorId === undefined ? '' : '-of-one'}`,
    `${flagged} and a.id in (
       select v.id from doctors away cross join lateral (
         select a.id, a.starts_at from appointments a
         where a.tenant_id = ctx_tenant() and a.doctor_id = away.id and ${reachedBy[relation] ?? 'false'} and a.status = 'booked' and a.starts_at > $1
           and a.ends_at > away.vacation_from and (away.vacation_until is null or a.starts_at < away.vacation_until)
           and (a.starts_at, a.id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))
         order by a.starts_at, a.id limit $4) v
       where away.tenant_id = ctx_tenant() and away.vacation_from is not null${doctorId === undefined ? '' : ' and away.id = $5'}
       order by v.starts_at, v.id limit $4)
     order by a.starts_at, a.id`,
    [now, after?.at, after?.id, rows, ...(doctorId === undefined ? [] : [doctorId])],
  )
}

export type FlagRow = { stand_in_id: string | null; vacation_from: Date | null; vacation_until: Date | null }

/** When those who stand in for somebody are taken from now on. */
export function listBusyStandIns(now: Date): Statement<{ doctor_id: string; start: Date; end: Date }> {
  return sql(
    'handovers.busy',
    `select doctor_id, starts_at as start, ends_at as "end" from busy_times
     where starts_at > $1::timestamptz - interval '1 day' and ends_at > $1 and doctor_id in (select stand_in_id from doctors
       where tenant_id = ctx_tenant() and vacation_from is not null and (vacation_until is null or vacation_until > $1))`,
    [now],
  )
}

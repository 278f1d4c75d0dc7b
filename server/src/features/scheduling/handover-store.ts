import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import type { Relation } from '../../security/policy.ts'
import { reachedBy, type VisitRow, visits } from './store.ts'

export type HandoverPage = { now: Date; doctorId: string | undefined; after: TimedKey | undefined; rows: number }

/** Whether a visit to come lies in the vacation of its doctor is computed, never stored: a vacation that changes flags others at once. */
export function listFlagged(relation: Relation, { now, doctorId, after, rows }: HandoverPage): Statement<VisitRow & FlagRow> {
  const flagged = visits.replace('select a.id,', 'select a.id, d.stand_in_id, d.vacation_from, d.vacation_until,')
  return sql<VisitRow & FlagRow>(
    `handovers.of-${relation}`,
    `${flagged} and ${reachedBy[relation] ?? 'false'} and a.status = 'booked' and a.starts_at > $1 and d.vacation_from is not null
       and a.ends_at > d.vacation_from and (d.vacation_until is null or a.starts_at < d.vacation_until)
       and ($2::uuid is null or a.doctor_id = $2)
       and (a.starts_at, a.id) > (coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))
     order by a.starts_at, a.id limit $5`,
    [now, doctorId, after?.at, after?.id, rows],
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

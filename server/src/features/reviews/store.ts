import type { ReviewKind, reviewOutcomes } from '@wardkeep/contract/reviews.ts'
import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type Outcome = (typeof reviewOutcomes)[number]

/** When a review is due: days of 24 hours after it was raised, the organisation's own number of them where it has one. */
export function dueAfter(raisedAt: string, days: string): string {
  return `${raisedAt}::timestamptz + 24 * make_interval(hours => coalesce((select o.review_days from organisations o where o.tenant_id = ctx_tenant()), ${days}::integer))`
}

/** False where the same was raised before. */
export async function insertReview(
  tx: Transaction,
  made: {
    id: string
    kind: ReviewKind
    causeId: string
    subjectUserId: string
    patientId: string | undefined
    about: Sealed
    raisedAt: Date
    /** Until it is due, where the organisation has no days of its own. */
    days: number
  },
): Promise<boolean> {
  const rows = await tx.run(
    sql<{ id: string }>(
      'reviews.insert',
      `insert into reviews (tenant_id, id, kind, cause_id, subject_user_id, patient_id, about, raised_at, due_at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, ${dueAfter('$7', '$8')}) on conflict (tenant_id, kind, cause_id) do nothing returning id`,
      [made.id, made.kind, made.causeId, made.subjectUserId, made.patientId, made.about.bytes, made.raisedAt, made.days],
    ),
  )
  return rows.length === 1
}

export type ReviewRow = {
  id: string
  kind: ReviewKind
  cause_id: string
  subject_user_id: string
  subject_profile: Buffer
  patient_id: string | null
  patient_profile: Buffer | null
  about: Buffer | null
  raised_at: Date
  due_at: Date
  outcome: Outcome | null
  note: Buffer | null
  closed_at: Date | null
  closed_by: string | null
  closer_profile: Buffer | null
  open_until: Date | null
}

/**
 * A page is cut before it is joined: what row security asks of each table beside the tenant counts as one row in a hundred in every join, and where fewer than a page
 * seem to be left, PostgreSQL sorts them all.
 */
const selectFrom = (reviews: string) => `
  select r.id, r.kind, r.cause_id, r.subject_user_id, u.profile as subject_profile, r.patient_id, p.profile as patient_profile, r.about, r.raised_at,
    r.due_at, r.outcome, r.note, r.closed_at, r.closed_by, c.profile as closer_profile, g.ends_at as open_until
  from ${reviews} r
  join users u on u.tenant_id = r.tenant_id and u.id = r.subject_user_id
  left join patients p on p.tenant_id = r.tenant_id and p.id = r.patient_id
  left join users c on c.tenant_id = r.tenant_id and c.id = r.closed_by
  left join break_glass g on g.tenant_id = r.tenant_id and g.id = r.cause_id and r.kind = 'break-glass' and g.ends_at > ctx_now()`

/** The longest due first. */
export function listOpen(after: TimedKey | undefined, limit: number): Statement<ReviewRow> {
  return sql<ReviewRow>(
    'reviews.list-open',
    `${selectFrom(`(select * from reviews where tenant_id = ctx_tenant() and closed_at is null
       and (due_at, id) > (coalesce($1::timestamptz, '-infinity'), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
       order by due_at, id limit $3)`)} order by r.due_at, r.id`,
    [after?.at, after?.id, limit],
  )
}

/** The last closed first. */
export function listClosed(after: TimedKey | undefined, limit: number): Statement<ReviewRow> {
  return sql<ReviewRow>(
    'reviews.list-closed',
    `${selectFrom(`(select * from reviews where tenant_id = ctx_tenant() and closed_at is not null
       and (closed_at, id) < (coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       order by closed_at desc, id desc limit $3)`)} order by r.closed_at desc, r.id desc`,
    [after?.at, after?.id, limit],
  )
}

export function findReview(id: string): Statement<ReviewRow> {
  return sql<ReviewRow>('reviews.find', `${selectFrom('reviews')} where r.tenant_id = ctx_tenant() and r.id = $1`, [id])
}

/** Locks first and reads then: what waited for the lock sees what the other left. */
export async function lockReview(tx: Transaction, id: string): Promise<ReviewRow | undefined> {
  const lock = sql('reviews.lock', 'select from reviews where tenant_id = ctx_tenant() and id = $1 for update', [id])
  const [, [row]] = await tx.runAll([lock, findReview(id)])
  return row
}

/** Call it on a locked, open review alone. */
export async function closeReview(
  tx: Transaction,
  _permit: Permit,
  closing: { id: string; outcome: Outcome; note: Sealed; by: string; at: Date },
): Promise<void> {
  await tx.run(
    sql(
      'reviews.close',
      'update reviews set outcome = $2, note = $3, closed_by = $4, closed_at = $5 where tenant_id = ctx_tenant() and id = $1',
      [closing.id, closing.outcome, closing.note.bytes, closing.by, closing.at],
    ),
  )
}

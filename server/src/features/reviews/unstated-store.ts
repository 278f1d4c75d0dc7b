import type { ReviewKind } from '@wardkeep/contract/reviews.ts'
import { type Statement, sql } from '../../platform/database.ts'
import type { Unstated } from '../../security/purpose.ts'
import { dueAfter } from './store.ts'

const kind: ReviewKind = 'admin-without-purpose'

/** One review of a person, patient and day, whoever comes first; of a list of several patients one of a person and day. In one order, so that two never wait for each other. */
export function reviewUnstated(reads: readonly Unstated[], days: number): Statement {
  const column = <T>(pick: (read: Unstated) => T): T[] => reads.map(pick)
  return sql(
    'reviews.unstated',
    `insert into reviews (tenant_id, id, kind, cause_id, subject_user_id, patient_id, raised_at, due_at)
     select ctx_tenant(), r.id, $6, r.cause_id, r.user_id, r.patient_id, r.at, ${dueAfter('r.at', '$7')}
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[]) as r (id, cause_id, user_id, patient_id, at)
     order by r.user_id, r.patient_id, r.at
     on conflict do nothing`,
    [
      column(({ reviewId }) => reviewId),
      column(({ eventId }) => eventId),
      column(({ userId }) => userId),
      column(({ patientId }) => patientId),
      column(({ at }) => at),
      kind,
      days,
    ],
  )
}

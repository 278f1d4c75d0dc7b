// What is taken of doctors' and rooms' time: one exclusion constraint holds visits and holds apart, whoever asks at once.
import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'

/** A time of a doctor, and of a room where there is one: all of it or nothing. Resources come in one order everywhere, the doctor first. */
export type Taking = { holderId: string; resources: readonly string[]; from: Date; until: Date }

/**
 * Removes what holds left that are past their time, and the caller's own holds: nobody stands in their own way. Comes before every `takeTime`.
 * What is to go is found first and then removed by its key: as one join, a plan from when the table was empty compares every row with every row.
 */
export function clearWay({ resources, from, until }: Taking, now: Date): Statement {
  return sql(
    'occupancies.clear',
    `delete from occupancies where tenant_id = ctx_tenant() and holder_id = any(array(
       select holder_id from occupancies
       where tenant_id = ctx_tenant() and resource_id = any($1::uuid[]) and held_until is not null and starts_at < $3 and ends_at > $2
         and (held_until <= $4 or holder_id in (select id from holds where tenant_id = ctx_tenant() and user_id = ctx_user()))))`,
    [resources, from, until, now],
  )
}

/** A row for each resource that could be taken; who gets fewer than asked for must roll back. With `heldUntil` it is a hold’s. */
export function takeTime(
  _by: Permit | 'system',
  { holderId, resources, from, until }: Taking,
  heldUntil?: Date,
): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'occupancies.take',
    `insert into occupancies (tenant_id, holder_id, resource_id, during, held_until)
     select ctx_tenant(), $1::uuid, r.id, tstzrange($3, $4), $5 from unnest($2::uuid[]) with ordinality r (id, place) order by r.place
     on conflict do nothing returning resource_id as id`,
    [holderId, resources, from, until, heldUntil],
  )
}

/** For a visit, only once it stands no more: the database refuses it before. */
export function freeTime(_by: Permit | 'system', holderId: string): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'occupancies.free',
    'delete from occupancies where tenant_id = ctx_tenant() and holder_id = $1 returning resource_id as id',
    [holderId],
  )
}

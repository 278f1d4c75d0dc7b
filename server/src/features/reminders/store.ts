import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'

export function findRefusal(): Statement<{ at: Date }> {
  return sql(
    'reminders.refusal',
    `select at from reminder_refusals where tenant_id = ctx_tenant() and user_id = ctx_user() and channel = 'mail'`,
  )
}

export function refuseMail(_permit: Permit, now: Date): Statement {
  return sql(
    'reminders.refuse',
    `insert into reminder_refusals (tenant_id, user_id, channel, at) values (ctx_tenant(), ctx_user(), 'mail', $1) on conflict do nothing`,
    [now],
  )
}

export function takeMailAgain(_permit: Permit): Statement {
  return sql('reminders.take', `delete from reminder_refusals where tenant_id = ctx_tenant() and user_id = ctx_user() and channel = 'mail'`)
}

export type DueRow = { id: string; patient_id: string; start: Date }

const isDue = `a.tenant_id = ctx_tenant() and a.status = 'booked' and a.starts_at > $1
  and a.starts_at <= $1::timestamptz + make_interval(hours => (select reminder_hours from organisations where tenant_id = ctx_tenant()))
  and a.booked_at <= a.starts_at - make_interval(hours => (select reminder_hours from organisations where tenant_id = ctx_tenant()))
  and not exists (select from reminders r where r.tenant_id = a.tenant_id and r.appointment_id = a.id and r.channel = 'mail' and r.kind = 'upcoming')`

/** Visits of an organisation whose reminder is due, the nearest first. Who booked when it was due already needs none. */
export function listDue(now: Date, most: number): Statement<{ id: string }> {
  return sql('reminders.due', `select a.id from appointments a where ${isDue} order by a.starts_at, a.id limit $2`, [now, most])
}

/** The same visit, if it still is due, and kept as it is until the transaction ends: whoever cancels it comes before or after. */
export function lockDue(id: string, now: Date): Statement<DueRow> {
  return sql<DueRow>(
    'reminders.lock-due',
    `select a.id, a.patient_id, a.starts_at as start from appointments a where ${isDue} and a.id = $2 for update of a`,
    [now, id],
  )
}

/** Accounts that want no reminder by mail. */
export function listRefusals(): Statement<{ user_id: string }> {
  return sql('reminders.refusals', `select user_id from reminder_refusals where tenant_id = ctx_tenant() and channel = 'mail'`)
}

/** No row where another process was faster. */
export function insertReminder(
  reminder: { id: string; visitId: string; mailIds: readonly string[] },
  now: Date,
): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'reminders.insert',
    `insert into reminders (tenant_id, id, appointment_id, channel, kind, mail_ids, at) values (ctx_tenant(), $1, $2, 'mail', 'upcoming', $3::uuid[], $4)
     on conflict on constraint once_for_each_channel do nothing returning id`,
    [reminder.id, reminder.visitId, reminder.mailIds, now],
  )
}

export function findReminder(visitId: string): Statement<{ mail_ids: string[] }> {
  return sql<{ mail_ids: string[] }>(
    'reminders.of-visit',
    'select mail_ids from reminders where tenant_id = ctx_tenant() and appointment_id = $1',
    [visitId],
  )
}

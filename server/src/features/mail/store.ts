import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import { linkIsOpen, linkStands } from '../../security/care-store.ts'
import { INSTALLATION_TENANT, type Sealed } from '../../security/vault/index.ts'
import type { Right } from './right-rules.ts'

export type NewMail = {
  tenantId: string
  id: string
  userId: string | null
  template: MailTemplate
  content: Sealed
  /** Of whose visits or cases it tells. */
  patientId: string | null
  /** `nobody`: never sent. */
  state: 'waiting' | 'nobody'
  now: Date
  usefulUntil: Date
}

export async function insertMail(tx: Transaction, mail: NewMail): Promise<void> {
  await tx.run(
    sql(
      'mail.insert',
      `insert into mails (tenant_id, id, user_id, template, content, state, queued_at, due_at, useful_until, patient_id)
       values ($1, $2, $3, $4, $5, $6, $7::timestamptz, case when $6 = 'waiting' then $7::timestamptz end, $8, $9)`,
      [mail.tenantId, mail.id, mail.userId, mail.template, mail.content.bytes, mail.state, mail.now, mail.usefulUntil, mail.patientId],
    ),
  )
}

/** How many mails of a kind were written to a user since then. */
export async function countQueued(
  tx: Transaction,
  asked: { tenantId: string; userId: string; template: MailTemplate; since: Date },
): Promise<number> {
  const [row] = await tx.run(
    sql<{ mails: number }>(
      'mail.count',
      'select count(*)::integer as mails from mails where tenant_id = $1 and user_id = $2 and template = $3 and queued_at > $4',
      [asked.tenantId, asked.userId, asked.template, asked.since],
    ),
  )
  return row?.mails ?? 0
}

/** A locator: mails of all active organisations whose time has come, the longest waiting first. Those of a suspended one wait until it stands again. */
export function listDue(now: Date, most: number): Statement<{ tenant_id: string; id: string }> {
  return sql(
    'mail.due',
    `select tenant_id, id from due_mails
     where due_at <= $1 and (tenant_id = $3 or tenant_id in (select tenant_id from active_organisations)) order by due_at limit $2`,
    [now, most, INSTALLATION_TENANT],
  )
}

export type TakenMail = {
  user_id: string | null
  template: MailTemplate
  content: Buffer
  queued_at: Date
  useful_until: Date
  attempts: number
  patient_id: string | null
}

/** Takes a mail that is due until `free`; undefined where another has it, or it is out. */
export async function takeMail(
  tx: Transaction,
  mail: { tenantId: string; id: string },
  now: Date,
  free: Date,
): Promise<TakenMail | undefined> {
  const [taken] = await tx.run(
    sql<TakenMail>(
      'mail.take',
      `update mails set attempts = attempts + 1, due_at = $4 where tenant_id = $1 and id = (
         select id from mails where tenant_id = $1 and id = $2 and state = 'waiting' and due_at <= $3 for update skip locked)
       returning user_id, template, content, queued_at, useful_until, attempts, patient_id`,
      [mail.tenantId, mail.id, now, free],
    ),
  )
  return taken
}

/** Which of its matters a link must name, by what the mail rests on. */
const mattersOf = (right: string) => `(case when ${right}::text = 'cases' then r.may_ask else r.may_book end)`

type Told = Pick<TakenMail, 'user_id' | 'patient_id'>

/** The account that a mail is for, where it may know now what it is told; `role`: of who runs the organisation. */
export function findTold(
  right: Exclude<Right, 'account'>,
  { user_id, patient_id }: Told,
  role: string,
  now: Date,
): Statement<{ profile: Buffer }> {
  return sql<{ profile: Buffer }>(
    'mail.told',
    `select u.profile from users u where u.tenant_id = ctx_tenant() and u.id = $1 and u.active and case when $2::text = 'running' then u.role = $3
       else u.patient_id = coalesce($4::uuid, u.patient_id)
         or ${linkStands('u.id', '$4::uuid', '$5::timestamptz', mattersOf('$2'))} end`,
    [user_id, right, role, patient_id, now],
  )
}

export async function endMail(
  tx: Transaction,
  mail: { tenantId: string; id: string },
  state: 'sent' | 'given-up',
  now: Date,
): Promise<void> {
  await tx.run(
    sql(
      'mail.end',
      `update mails set state = $3, content = null, due_at = null, ended_at = $4 where tenant_id = $1 and id = $2 and state = 'waiting'`,
      [mail.tenantId, mail.id, state, now],
    ),
  )
}

export async function postponeMail(tx: Transaction, mail: { tenantId: string; id: string }, due: Date): Promise<void> {
  await tx.run(
    sql('mail.postpone', `update mails set due_at = $3 where tenant_id = $1 and id = $2 and state = 'waiting'`, [
      mail.tenantId,
      mail.id,
      due,
    ]),
  )
}

/** What still waits for a user, but the word that their account is closed, is not sent any more, and what was kept of it is emptied. */
export async function dropMailsOf(tx: Transaction, { tenantId, userId }: { tenantId: string; userId: string }, now: Date): Promise<void> {
  await tx.run(
    sql(
      'mail.drop-of-user',
      `update mails set state = 'given-up', content = null, due_at = null, ended_at = $3
       where tenant_id = $1 and user_id = $2 and state = 'waiting' and template <> 'account-closed'`,
      [tenantId, userId, now],
    ),
  )
}

/** Takes away mails that nobody reads any more: out, given up or never sent, and past their use since then; at most so many. */
export async function sweepDead(tx: Transaction, before: Date, most: number): Promise<number> {
  const swept = await tx.run(
    sql<{ id: string }>(
      'mail.sweep',
      `delete from mails where tenant_id = ctx_tenant() and id = any (array(
         select id from mails where tenant_id = ctx_tenant() and coalesce(ended_at, useful_until) < $1 and useful_until < $1
         limit $2 for update skip locked)) returning id`,
      [before, most],
    ),
  )
  return swept.length
}

/** `user_id` null: an invitation. */
export type KeptMail = { id: string; user_id: string | null; template: MailTemplate; content: Buffer; queued_at: Date }

/** Mails that still hold their content, newest first: the caller's own, or those of the organisation. */
export function listKept(whose: 'own' | 'organisation', beforeId: string | undefined, limit: number): Statement<KeptMail> {
  return sql<KeptMail>(
    `mail.list-kept.${whose}`,
    `select id, user_id, template, content, queued_at from mails
     where tenant_id = ctx_tenant()${whose === 'own' ? ' and user_id = ctx_user()' : ''} and content is not null and state <> 'nobody'
       and id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
     order by id desc limit $2`,
    [beforeId, limit],
  )
}

export type Reader = { id: string; patient_id: string | null; language: string; profile: Buffer }

/** The account of a patient, and those of who may act for them now in what it is about. */
export function listReaders(patientId: string, right: Right, now: Date): Statement<Reader> {
  return sql<Reader>(
    'mail.readers',
    // A list of ids and no join: one planned while there was nobody would go on reading every account.
    `select id, patient_id, language, profile from users where tenant_id = ctx_tenant() and active and id = any (array(
       select id from users where tenant_id = ctx_tenant() and patient_id = $1
       union all select proxy_user_id from care_relations r where r.tenant_id = ctx_tenant() and r.patient_id = $1
         and ${linkIsOpen('$2::timestamptz', mattersOf('$3'))}))
     order by id`,
    [patientId, now, right],
  )
}

export function giveUp(ids: readonly string[], now: Date): Statement {
  return sql(
    'mail.give-up',
    `update mails set state = 'given-up', content = null, due_at = null, ended_at = $2
     where tenant_id = ctx_tenant() and id = any ($1::uuid[]) and state = 'waiting'`,
    [ids, now],
  )
}

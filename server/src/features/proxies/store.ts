import { type Statement, sql } from '../../platform/database.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { Link } from './link.ts'

export type LinkRow = {
  id: string
  patient_id: string
  proxy_user_id: string
  capacity: Link['capacity']
  may_book: boolean
  may_ask: boolean
  from: Date
  until: Date | null
  ended_at: Date | null
}
type WithProfile = LinkRow & { profile: Buffer | null }

const columns = `r.id, r.patient_id, r.proxy_user_id, r.capacity, r.may_book, r.may_ask, lower(r.during) as "from", upper(r.during) as until, r.ended_at`

/** Who acts for a patient now or will, in the order in which it was given; with each one's account. */
export function listLinks(patientId: string, now: Date, after: string | undefined, limit: number): Statement<WithProfile> {
  return sql<WithProfile>(
    'proxy.of-patient',
    // Each account is fetched for itself: joined, the view would look at everybody who acts for anybody.
    `select ${columns}, u.profile from care_relations r
     cross join lateral (select k.profile from known_proxies k where k.tenant_id = ctx_tenant() and k.id = r.proxy_user_id offset 0) u
     where r.tenant_id = ctx_tenant() and r.patient_id = $1 and r.source = 'proxy' and r.ended_at is null and not isempty(r.during)
       and coalesce(upper(r.during) > $2, true) and r.id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
     order by r.id limit $4`,
    [patientId, now, after, limit],
  )
}

/** For whom the user of the transaction acts now; with each chart's profile. */
export function listOwnLinks(limit: number): Statement<WithProfile> {
  return sql<WithProfile>(
    'proxy.own',
    `select ${columns}, p.profile from care_relations r join patients p on p.tenant_id = r.tenant_id and p.id = r.patient_id
     where r.tenant_id = ctx_tenant() and r.proxy_user_id = ctx_user() and r.ended_at is null and r.during @> ctx_now()
     order by r.id limit $1`,
    [limit],
  )
}

/** A link of a patient, locked, ended or not. */
export function lockLink(patientId: string, id: string): Statement<LinkRow> {
  return sql<LinkRow>(
    'proxy.lock',
    `select ${columns} from care_relations r
     where r.tenant_id = ctx_tenant() and r.patient_id = $1 and r.id = $2 and r.source = 'proxy' for update`,
    [patientId, id],
  )
}

export type AccountRow = { id: string; role: string; active: boolean; patient_id: string | null; profile: Buffer }

/** An account of the organisation by the keyed hash of its e-mail address. */
export function findAccount(emailIndex: Buffer): Statement<AccountRow> {
  return sql<AccountRow>(
    'proxy.account',
    'select u.id, u.role, u.active, u.patient_id, u.profile from users u where u.tenant_id = ctx_tenant() and u.email_index = $1',
    [emailIndex],
  )
}

/** The age at which a patient of this organisation acts alone. */
export function findAge(): Statement<{ age: number; time_zone: string }> {
  return sql<{ age: number; time_zone: string }>(
    'proxy.age',
    'select proxy_until_age as age, time_zone from organisations where tenant_id = ctx_tenant()',
  )
}

export function linkIn(row: LinkRow): Link {
  return {
    id: row.id,
    patientId: row.patient_id,
    proxyUserId: row.proxy_user_id,
    capacity: row.capacity,
    mayBook: row.may_book,
    mayAsk: row.may_ask,
    from: row.from,
    until: row.until ?? undefined,
    endedAt: row.ended_at ?? undefined,
  }
}

export function sealedIn(row: WithProfile): Sealed {
  return Sealed.fromDatabase(row.profile ?? Buffer.alloc(0))
}

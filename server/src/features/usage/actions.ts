import type { Api, Input, Reply } from '@wardkeep/contract'
import { usageLimits } from '@wardkeep/contract/usage.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import { requestLimits } from '../../security/quota.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openAccount } from '../identity/index.ts'
import { daysUntil } from './rules.ts'
import { countDays, findLimits, findTotal, type LimitRow, listKeys, listUsers, type SubjectRow, setLimits } from './store.ts'

type Usage = Reply<Api['readUsage']>
type Limits = Usage['limits']

/** What was asked of the organisation in the last days, today so far among them. */
export async function read(keep: Keep, op: Operation): Promise<Usage> {
  const days = daysUntil(op.now, usageLimits.days)
  const statements = [
    findTotal(),
    countDays(days[0] ?? ''),
    listUsers(days.at(-1) ?? '', usageLimits.top),
    listKeys(days.at(-1) ?? '', usageLimits.top),
    findLimits(),
  ] as const
  const found = await keep.db.read(op, statements, ([totals, perDay, users, keys, limits]) => {
    Permit.ask(op, 'usage.read', {})
    return {
      total: totals[0]?.requests ?? 0,
      perDay: new Map(perDay.map(({ day, requests }) => [day, requests])),
      users,
      keys,
      limits: limits[0],
    }
  })
  return {
    total: found.total,
    days: days.map((day) => ({ day, requests: found.perDay.get(day) ?? 0 })),
    users: await Promise.all(found.users.map(async (row) => counted(row, await nameOf(keep, op, row)))),
    keys: await Promise.all(found.keys.map(async (row) => counted(row, `${await nameOf(keep, op, row)} · ${row.prefix ?? ''}`))),
    limits: limitsIn(found.limits),
    can: may(op.actor, 'usage.limit', {}) ? ['limit'] : [],
  }
}

/** Sets what the organisation allows; the next request is held to it. */
export async function limit(keep: Keep, op: Operation, asked: Input<Api['setRequestLimits']>['body']): Promise<Limits> {
  const row = await keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'usage.limit', {})
    return (await setLimits(tx, asked)) ?? refuse('NOT_FOUND')
  })
  return limitsIn(row)
}

function counted({ id, requests, today }: SubjectRow, name: string) {
  return { id, name, requests, today }
}

async function nameOf(keep: Keep, op: Operation, row: SubjectRow): Promise<string> {
  const account = { tenantId: op.tenantId, userId: row.user_id }
  return (await openAccount(keep, account, Sealed.fromDatabase(row.profile))).displayName
}

function limitsIn(row: LimitRow | undefined): Limits {
  const { user, key, tenant } = requestLimits
  return {
    userMinute: row?.user_minute ?? user.minute,
    userDay: row?.user_day ?? user.day,
    keyMinute: row?.key_minute ?? key.minute,
    keyDay: row?.key_day ?? key.day,
    tenantMinute: row?.tenant_minute ?? tenant.minute,
    tenantDay: row?.tenant_day ?? tenant.day,
  }
}

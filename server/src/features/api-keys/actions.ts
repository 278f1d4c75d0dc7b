// An API key is shown once. What stays is its name, a keyed hash, and what it was made for. [F21][A106]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { keyLimits } from '@wardkeep/contract/api-keys.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { scopesIn } from '../../security/policy.ts'
import { newApiKey, Sealed } from '../../security/vault/index.ts'
import { insertService, openAccount } from '../identity/index.ts'
import type { KeyKeep } from './key-keep.ts'
import { expiryOf, mustHaveRoom, mustNotBeRevoked, stateOf } from './rules.ts'
import { countLiving, findKeys, insertKey, type KeyRow, lockKey, lockService, revokeKey } from './store.ts'

type ApiKey = Reply<Api['revokeApiKey']>
type Asked = Input<Api['makeApiKey']>['body']

export async function list(keep: Keep, op: Operation): Promise<Reply<Api['listApiKeys']>> {
  const rows = await keep.db.read(op, [findKeys(undefined)], ([found]) => {
    Permit.askAll(op, 'api-key.manage', found.map(subjectOf))
    return found
  })
  return { items: await Promise.all(rows.map((row) => tell(keep, op, row))) }
}

/** Makes a key for a new service, or one more for one that stands. Refuses NOT_FOUND and TOO_MANY_KEYS. */
export async function make(keep: KeyKeep, op: Operation, asked: Asked): Promise<Reply<Api['makeApiKey']>> {
  const { scopes, days = keyLimits.days, perMinute } = asked
  const made = await keep.db.transact(op, async (tx) => {
    const id = newId(op.now)
    Permit.ask(op, 'api-key.manage', { resource: { type: 'api-key', id } })
    const serviceId = await serviceOf(tx, keep, op, asked.service)
    mustHaveRoom(await countLiving(tx, op.now))
    const madeBy = op.actor.userId ?? refuse('UNAUTHENTICATED')
    const drawn = newApiKey()
    await storeKey(tx, keep, { ...drawn, id, tenantId: op.tenantId, serviceId, scopes, days, perMinute, madeBy, now: op.now })
    await traceChange(keep, op, {
      of: { type: 'api-key', id },
      after: { serviceId, scopes: [...scopes], days, perMinute: perMinute ?? null },
    })
    const [row] = await tx.run(findKeys(id))
    return { key: drawn.key, row: row ?? refuse('NOT_FOUND') }
  })
  return { key: made.key, apiKey: await tell(keep, op, made.row) }
}

/** Of two who revoke a key at once, one does. Refuses KEY_REVOKED. */
export async function revoke(keep: Keep, op: Operation, id: string): Promise<ApiKey> {
  const row = await keep.db.transact(op, async (tx) => {
    const found = (await lockKey(tx, id)) ?? refuse('NOT_FOUND')
    Permit.ask(op, 'api-key.manage', { resource: { type: 'api-key', id } })
    mustNotBeRevoked(found)
    await revokeKey(tx, id, op.actor.userId ?? refuse('UNAUTHENTICATED'), op.now)
    await traceChange(keep, op, { of: { type: 'api-key', id }, before: { revoked: false }, after: { revoked: true } })
    const [revoked] = await tx.run(findKeys(id))
    return revoked ?? refuse('NOT_FOUND')
  })
  return tell(keep, op, row)
}

export type NewKey = {
  id: string
  key: string
  prefix: string
  tenantId: string
  serviceId: string
  scopes: readonly string[]
  days: number
  perMinute: number | undefined
  madeBy: string
  now: Date
}

/** Writes what is kept of a key: nothing that opens anything. */
export async function storeKey(tx: Transaction, { secrets }: Pick<KeyKeep, 'secrets'>, wanted: NewKey): Promise<void> {
  await insertKey(tx, { ...wanted, hash: secrets.hash(wanted.key), expiresAt: expiryOf(wanted.days, wanted.now) })
}

async function serviceOf(tx: Transaction, keep: Keep, op: Operation, asked: Asked['service']): Promise<string> {
  if ('name' in asked) return insertService(tx, keep, { tenantId: op.tenantId, displayName: asked.name, now: op.now })
  const { id } = (await lockService(tx, asked.id)) ?? refuse('NOT_FOUND')
  return id
}

function subjectOf({ id }: KeyRow) {
  return { resource: { type: 'api-key', id } }
}

async function tell(keep: Keep, op: Operation, row: KeyRow): Promise<ApiKey> {
  const { displayName } = await openAccount(keep, { tenantId: op.tenantId, userId: row.user_id }, Sealed.fromDatabase(row.profile))
  const state = stateOf(row, op.now)
  return {
    id: row.id,
    service: { id: row.user_id, name: displayName, active: row.service_active },
    prefix: row.prefix,
    scopes: scopesIn(row.scopes),
    ...(row.per_minute === null ? {} : { perMinute: row.per_minute }),
    state,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(row.last_used === null ? {} : { lastUsedAt: row.last_used.toISOString() }),
    requestCount: row.requests,
    can: state === 'revoked' ? [] : ['revoke'],
  }
}

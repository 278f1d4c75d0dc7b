import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { newSecret } from '../../security/vault/index.ts'
import type { AccountRow } from './account-store.ts'
import { sealClient } from './client.ts'
import { known } from './device-actions.ts'
import { type Remembered, rememberDevice } from './device-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { insertRefreshToken } from './refresh-store.ts'
import { type BearerGrant, bearerGrant, type CookieGrant, type User } from './reply.ts'
import { own } from './session-actions.ts'
import { beginInTurn, endOldest, endSession, insertSession, succeedSession } from './session-store.ts'
import { becomes, tellUser } from './user-actions.ts'

/** How many living sessions one user has at once; when another begins, the oldest ends. [V7.1.2] */
export const mostSessions = 20

export type Opening = {
  assurance: 1 | 2
  /** By which the journal says the session was admitted. */
  rule: string
  /** What must still hold inside the transaction; refuses where it does not. */
  prove?: (tx: Transaction) => Promise<void>
  /** What follows from it, at the end of the transaction, for the session that was begun. */
  settle?: (tx: Transaction, sessionId: string) => Promise<void>
  /** What the journal tells beside the sign-in. */
  consequences?: Consequence[]
}
/** Opens a session for an account whose owner has proven who they are, and gives what its caller will speak with. */
export type Opener<G> = (keep: IdentityKeep, op: Operation, account: AccountRow, opening: Opening) => Promise<G>
/** `device`: the secret by which the browser is known from now on. */
export type CookieSession = { grant: CookieGrant; cookie: string; device?: string }

export const openBearer: Opener<BearerGrant> = async (keep, op, account, opening) => {
  const { user, id, secret } = await open(keep, op, account, opening, 'bearer')
  return mintGrant(keep, op.now, user, { sid: id, refreshToken: secret })
}

/** `older` is the cookie that the browser sent along: a browser has one session at a time, so what it was before ends. */
export function openCookie(older: string | undefined): Opener<CookieSession> {
  return async (keep, op, account, opening) => {
    const { device, secret: shown } = await known(keep, op, { tenantId: account.tenant_id, userId: account.id })
    const { user, id, secret } = await open(keep, op, account, opening, 'cookie', device)
    if (older !== undefined) await endOlder(keep, op, older)
    return { ...cookieSession(keep, user, { id, secret }), device: shown }
  }
}

/**
 * Goes on from the caller's session in a new one, with a new id and new secrets, that ends when the old one would have. In the same transaction
 * `change` does before what made it necessary, and `end`, given the new id, ends the old session after it.
 */
export async function succeed(
  keep: IdentityKeep,
  op: Operation,
  account: AccountRow,
  consequences: Consequence[],
  { change, end }: { change: (tx: Transaction) => Promise<void>; end: (tx: Transaction, next: string) => Promise<void> },
): Promise<BearerGrant | CookieSession> {
  const { session: older } = own(op)
  const { tenantId, now } = op
  const next = { id: newId(now), secret: newSecret() }
  const hash = keep.secrets.hash(next.secret)
  const client = await sealClient(keep, tenantId, next.id, op.origin)
  const user = await tellUser(keep, account, older.assurance)
  const secretHash = older.cookie ? hash : null
  await keep.db.transact(
    op,
    async (tx) => {
      // First, since a session that begins shares its user's row: two who share it and then want to change it would wait for each other.
      await change(tx)
      const at = keep.identities.places.of(next.id, op.origin)
      const made = await succeedSession(tx, { tenantId, older: older.id, id: next.id, secretHash, client, at, now })
      const expiresAt = made ?? refuse('UNAUTHENTICATED')
      if (!older.cookie) await insertRefreshToken(tx, { hash, tenantId, sessionId: next.id, expiresAt })
      await end(tx, next.id)
      consequences.push({ action: 'session.continued', resource: { type: 'session', id: next.id } })
    },
    consequences,
  )
  return older.cookie ? cookieSession(keep, user, next) : mintGrant(keep, now, user, { sid: next.id, refreshToken: next.secret })
}

/** The pair of a bearer session: an access token beside the refresh token, the same however often it is asked for with the same time. */
export async function mintGrant(
  keep: IdentityKeep,
  at: Date,
  user: User,
  { sid, refreshToken }: { sid: string; refreshToken: string },
): Promise<BearerGrant> {
  const aal = user.assurance === 2 ? 2 : 1
  const subject = { sub: user.id, tid: user.organisation.id, sid, role: user.role, aal } as const
  const access = await keep.tokens.mint(subject, at, keep.secrets.hash(`access:${refreshToken}`))
  return bearerGrant(access, refreshToken, user)
}

function cookieSession(keep: IdentityKeep, user: User, { id, secret }: { id: string; secret: string }): CookieSession {
  return { grant: { user, csrfToken: keep.secrets.csrfToken(id) }, cookie: `${id}.${secret}` }
}

/** Where addresses are to be proven, no way in leads to a session before that; refuses EMAIL_UNVERIFIED. [F10] */
export function mustBeVerified({ verifiedOnly }: IdentityKeep, account: AccountRow): void {
  if (verifiedOnly && !account.verified) refuse('EMAIL_UNVERIFIED')
}

type Opened = { user: User; id: string; secret: string }

async function open(
  keep: IdentityKeep,
  op: Operation,
  account: AccountRow,
  opening: Opening,
  by: 'bearer' | 'cookie',
  device?: Remembered,
): Promise<Opened> {
  mustBeVerified(keep, account)
  const user = await tellUser(keep, account, opening.assurance)
  const session = { id: newId(op.now), secret: newSecret() }
  const consequences = opening.consequences ?? []
  const begin = async (tx: Transaction) => {
    // Before anything else is locked: of many that begin at once each counts those before it.
    await beginInTurn(tx, { tenantId: account.tenant_id, userId: account.id })
    await opening.prove?.(tx)
    for (const ended of await endOldest(tx, { tenantId: account.tenant_id, userId: account.id }, op.now, mostSessions - 1))
      consequences.push({ action: 'session.revoked', resource: { type: 'session', id: ended } })
    await insert(tx, keep, op, account, { ...session, by, assurance: opening.assurance })
    if (device) await rememberDevice(tx, device)
    await opening.settle?.(tx, session.id)
    becomes(op, user)
    op.trace.admitted(opening.rule, { resource: { type: 'session', id: session.id } })
  }
  await keep.db.transact(op.asSystem(account.tenant_id, 'sign-in'), begin, consequences)
  return { user, ...session }
}

async function insert(
  tx: Transaction,
  keep: IdentityKeep,
  { now, origin }: Operation,
  { tenant_id: tenantId, id: userId }: AccountRow,
  { id, secret, by, assurance }: { id: string; secret: string; by: 'bearer' | 'cookie'; assurance: 1 | 2 },
): Promise<void> {
  const hash = keep.secrets.hash(secret)
  const client = await sealClient(keep, tenantId, id, origin)
  const secretHash = by === 'cookie' ? hash : null
  const at = keep.identities.places.of(id, origin)
  const expiresAt = await insertSession(tx, { tenantId, id, userId, secretHash, assurance, client, at, now })
  if (by === 'bearer') await insertRefreshToken(tx, { hash, tenantId, sessionId: id, expiresAt })
}

/** In whatever organisation it was: an act of its own, with its own event. */
async function endOlder(keep: IdentityKeep, op: Operation, cookie: string): Promise<void> {
  const { tenantId, session } = (await keep.identities.of({ cookie }, op.now)) ?? {}
  if (tenantId === undefined || session === undefined) return
  const ending = op.asSystem(tenantId, 'sign-in', 'session.signed-out')
  await keep.db.transact(ending, async (tx) => {
    await endSession(tx, tenantId, session.id, op.now)
    ending.trace.admitted('public:login:older-session', { resource: { type: 'session', id: session.id } })
  })
}

// A passkey is two factors in one: what its owner holds, unlocked by what they are or know. It is used under a lock on its counter, so that a
// copy of it is noticed, and one answer opens one thing. [F16]
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { lacksKind } from '../../security/factor-kinds.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { raiseAlert } from '../alerts/index.ts'
import type { AccountRow } from './account-store.ts'
import { askFor, finishEnrolment, keyOf, openOwner, ownAccount, settleRemoval, tellOwner } from './factor-actions.ts'
import { mustCount, type PasskeyAnswer } from './factor-rules.ts'
import type { Owner } from './factor-store.ts'
import type { Opener } from './grant-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { changingFactors, type Keeping } from './other-sessions-actions.ts'
import {
  dropPasskey,
  findPasskey,
  insertPasskey,
  listPasskeys,
  lockPasskey,
  type PasskeyRow,
  renamePasskeyRow,
  spendChallenge,
  usePasskey,
} from './passkey-store.ts'
import { lockUser } from './password-store.ts'
import { openPasskey, sealPasskey } from './profile.ts'
import type { Proven } from './proof-actions.ts'
import { own } from './session-actions.ts'
import { concerns } from './stranger-actions.ts'
import { peekAccount } from './user-actions.ts'

/** Signs in by a passkey alone. Refuses INVALID_CREDENTIALS. */
export async function signInByPasskey<G>(keep: IdentityKeep, op: Operation, answer: PasskeyAnswer, open: Opener<G>): Promise<G> {
  const proof = await provenPasskey(keep, op, answer)
  concerns(op, proof.account.tenant_id, { type: 'user', id: proof.account.id })
  return noticingCopies(keep, op, proof, () =>
    open(keep, op, proof.account, { assurance: 2, rule: 'public:passkey', prove: (tx) => spendPasskey(tx, op, proof) }),
  )
}

export type PasskeyProof = { account: AccountRow; owner: Owner; id: string; counter: number; bound: boolean; challenge: Buffer }

/** Whose passkey answered, and that the answer is right but for what only a lock can tell. Refuses INVALID_CREDENTIALS. */
export async function provenPasskey(keep: IdentityKeep, op: Operation, answer: PasskeyAnswer): Promise<PasskeyProof> {
  const [[found]] = await keep.db.locators.runAll([findPasskey(hashOf(keep, answer.id))])
  if (found === undefined) return refuse('INVALID_CREDENTIALS')
  const owner = { tenantId: found.tenant_id, userId: found.user_id }
  const account = await peekAccount(keep, owner.tenantId, owner.userId, op.now)
  const [rows] = await keep.db.peek(owner.tenantId, op.now, [listPasskeys(owner)])
  const row = rows.find(({ id }) => id === found.passkey_id)
  if (account === undefined || !account.active || row === undefined) return refuse('INVALID_CREDENTIALS')
  const { key } = await openPasskey(keep, { ...owner, id: row.id }, Sealed.fromDatabase(row.credential))
  const verified = (await keep.passkeys.verify(answer, key, op.now)) ?? refuse('INVALID_CREDENTIALS')
  mustCount(account, verified.bound ? 'bound' : 'passkey')
  return { account, owner, id: row.id, ...verified }
}

/** The same of the account's own passkeys alone. */
export async function ownPasskey(keep: IdentityKeep, op: Operation, { id }: { id: string }, answer: PasskeyAnswer): Promise<PasskeyProof> {
  const proof = await provenPasskey(keep, op, answer)
  return proof.owner.userId === id ? proof : refuse('INVALID_CREDENTIALS')
}

/** A counter that did not rise: the passkey may have been copied. Rolls back what it was shown for. */
class CounterFell extends Error {}

/** Uses the answer up, inside the transaction that it admits to. Call inside `noticingCopies`. */
export async function spendPasskey(tx: Transaction, op: Operation, { owner, id, counter, bound, challenge }: PasskeyProof): Promise<void> {
  const stands = (await lockPasskey(tx, owner, id)) ?? refuse('INVALID_CREDENTIALS')
  if (!(await spendChallenge(tx, challenge, op.now))) refuse('INVALID_CREDENTIALS')
  // Authenticators that do not count stay at zero.
  if ((counter > 0 || stands.counter > 0) && counter <= stands.counter) throw new CounterFell('the counter of a passkey did not rise')
  await usePasskey(tx, { tenantId: owner.tenantId, id, counter, bound, now: op.now })
}

/** What a fallen counter costs is written in a transaction of its own, which the refusal does not undo. */
export async function noticingCopies<T>(keep: IdentityKeep, op: Operation, { owner, id }: PasskeyProof, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (!(cause instanceof CounterFell)) throw cause
    const noticing = op.asSystem(owner.tenantId, 'passkey', 'passkey.counter-fell')
    const raised: Consequence[] = []
    const tell = async (tx: Transaction) => {
      noticing.trace.admitted('public:passkey:counter-fell', { resource: { type: 'passkey', id } })
      const subject = { type: 'passkey', id } as const
      raised.push(...(await raiseAlert(tx, keep, noticing, { kind: 'passkey-copied', key: id, userId: owner.userId, subject })))
    }
    await keep.db.transact(noticing, tell, raised)
    return refuse('INVALID_CREDENTIALS')
  }
}

export async function beginPasskey(keep: IdentityKeep, op: Operation): Promise<Reply<Api['beginPasskey']>> {
  const { account, owner } = await ownAccount(keep, op)
  const rows = await keep.db.transact(op, async (tx) => {
    askFor(op, owner)
    return tx.run(listPasskeys(owner))
  })
  const known = await Promise.all(rows.map((row) => openPasskey(keep, { ...owner, id: row.id }, Sealed.fromDatabase(row.credential))))
  const { email, displayName } = await openOwner(keep, account)
  const user = { id: owner.userId, name: email, displayName }
  return keep.passkeys.creationOptions(
    user,
    known.map(({ key }) => key.id),
    purposeOf(op),
    op.now,
  )
}

/** Refuses INVALID_CREDENTIALS where the answer is not right, PASSKEY_NOT_BOUND for one of another kind than is asked, and ENROLMENT_GONE where its challenge was answered or the passkey is registered. */
export async function registerPasskey(
  keep: IdentityKeep,
  op: Operation,
  { body: { name, credential }, query }: Input<Api['registerPasskey']>,
): Promise<Proven<Reply<Api['registerPasskey']>>> {
  const { account, owner } = await ownAccount(keep, op)
  const { clientExtensionResults: _, ...answered } = credential
  const made =
    (await keep.passkeys.register({ ...answered, clientExtensionResults: {} }, purposeOf(op), op.now)) ?? refuse('INVALID_CREDENTIALS')
  const { kind, held } = own(op).session
  if (kind === 'device-bound-passkey' && !made.bound) refuse('PASSKEY_NOT_BOUND')
  // What was only let in to set this one up does not become more by it, in whosever hands it is.
  const keeping = lacksKind(kind, held) ? {} : query
  const id = newId(op.now)
  const sealed = await sealPasskey(keep, keyOf(account), id, { name, key: made.key })
  return changingFactors(keep, op, keeping, async (tx) => {
    askFor(op, owner)
    await lockUser(tx, owner)
    const hash = hashOf(keep, made.key.id)
    const stored = { ...owner, id, credential: sealed, credentialHash: hash, counter: made.counter, bound: made.bound, now: op.now }
    if (!(await spendChallenge(tx, made.challenge, op.now)) || !(await insertPasskey(tx, stored))) refuse('ENROLMENT_GONE')
    const { told, cookie } = await finishEnrolment(tx, keep, op, account)
    return { told: { passkey: { id, name, registeredAt: op.now.toISOString(), deviceBound: made.bound }, ...told }, cookie }
  })
}

/** Refuses NOT_FOUND for what is not one's own. */
export async function renamePasskey(keep: IdentityKeep, op: Operation, id: string, name: string): Promise<null> {
  const { account, owner } = await ownAccount(keep, op)
  return keep.db.transact(op, async (tx) => {
    const found = (await lockPasskey(tx, owner, id)) ?? refuse('NOT_FOUND')
    Permit.ask(op, 'session.own', { ownerUserId: owner.userId, resource: { type: 'passkey', id } })
    const { key } = await openPasskey(keep, { ...owner, id }, Sealed.fromDatabase(found.credential))
    await renamePasskeyRow(tx, owner.tenantId, id, await sealPasskey(keep, keyOf(account), id, { name, key }))
    return null
  })
}

/** Refuses NOT_FOUND for what is not one's own, and FACTOR_REQUIRED where it is the last of who must have one. */
export async function removePasskey(keep: IdentityKeep, op: Operation, id: string, keeping: Keeping): Promise<null> {
  const { account, owner } = await ownAccount(keep, op)
  return changingFactors(keep, op, keeping, async (tx) => {
    await lockUser(tx, owner)
    if ((await lockPasskey(tx, owner, id)) === undefined) refuse('NOT_FOUND')
    Permit.ask(op, 'session.own', { ownerUserId: owner.userId, resource: { type: 'passkey', id } })
    await dropPasskey(tx, owner.tenantId, id)
    await settleRemoval(tx, op, owner, true)
    await tellOwner(tx, keep, op, account)
    return null
  })
}

/** As the owner sees them. */
export async function tellPasskeys(
  keep: IdentityKeep,
  owner: Owner,
  rows: readonly PasskeyRow[],
): Promise<Reply<Api['listFactors']>['passkeys']> {
  return Promise.all(
    rows.map(async (row) => {
      const { name } = await openPasskey(keep, { ...owner, id: row.id }, Sealed.fromDatabase(row.credential))
      const { id, registered_at, used_at, device_bound: deviceBound } = row
      return { id, name, registeredAt: registered_at.toISOString(), ...(used_at && { usedAt: used_at.toISOString() }), deviceBound }
    }),
  )
}

/** A registration is finished in the session that began it. */
function purposeOf(op: Operation): string {
  return `register:${own(op).session.id}`
}

function hashOf(keep: IdentityKeep, credentialId: string): Buffer {
  return keep.secrets.hash(`passkey:${credentialId}`)
}

import { freshlyProven } from '@wardkeep/contract/endpoint.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { counts } from '../../security/factor-kinds.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { AccountRow } from './account-store.ts'
import { ofPasswordInside, ofStepUp } from './counted-actions.ts'
import type { PasskeyAnswer } from './factor-rules.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { judged, settle } from './lockout-actions.ts'
import { noticingCopies, ownPasskey, spendPasskey } from './passkey-actions.ts'
import { type Proven, proveAnew } from './proof-actions.ts'
import { own } from './session-actions.ts'
import { type Proof, type ProofGiven, proofGiven } from './step-up-rules.ts'
import { spendTotp } from './totp-actions.ts'
import { peekAccount } from './user-actions.ts'

/** A fresh proof of who speaks in this session; refuses INVALID_CREDENTIALS and SIGN_IN_LOCKED, and then leaves the session as it was. */
export async function stepUp(keep: IdentityKeep, op: Operation, given: ProofGiven): Promise<Proven<Fresh>> {
  const proof = proofGiven(given)
  const cookie = await proven(keep, op, proof)
  return { told: await tell(keep, op, proof), cookie }
}

type Fresh = { freshUntil: string; accessToken?: string }

async function proven(keep: IdentityKeep, op: Operation, proof: Proof): Promise<string | undefined> {
  if (proof.method === 'totp') return mustShow(keep, op, proof.code)
  if (proof.method === 'passkey') return mustHold(keep, op, proof.credential)
  await mustKnow(keep, op, proof.password)
  return keep.db.transact(op, (tx) => prove(tx, keep, op, 1))
}

async function mustShow(keep: IdentityKeep, op: Operation, code: string): Promise<string | undefined> {
  const { userId, session } = own(op)
  const account = { tenantId: op.tenantId, userId }
  const counted = await ofStepUp(keep, account)
  return judged(keep, op, counted, (attempt) =>
    keep.db.transact(op, async (tx) => {
      if (!counts(session.kind, session.held, 'code')) refuse('INVALID_CREDENTIALS')
      await spendTotp(tx, keep, account, code, op.now)
      const cookie = await prove(tx, keep, op, 2)
      await settle(tx, attempt, counted.clears ?? [])
      return cookie
    }),
  )
}

/** Nobody guesses a signature, so a passkey is not counted. */
async function mustHold(keep: IdentityKeep, op: Operation, credential: PasskeyAnswer): Promise<string | undefined> {
  const proof = await ownPasskey(keep, op, { id: own(op).userId }, credential)
  return noticingCopies(keep, op, proof, () =>
    keep.db.transact(op, async (tx) => {
      await spendPasskey(tx, op, proof)
      return prove(tx, keep, op, 2)
    }),
  )
}

async function prove(tx: Transaction, keep: IdentityKeep, op: Operation, level: 1 | 2): Promise<string | undefined> {
  const { userId, session } = own(op)
  Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'session', id: session.id } })
  return proveAnew(tx, keep, op, level)
}

/**
 * The caller's account, where the password is its own; refuses INVALID_CREDENTIALS and SIGN_IN_LOCKED. Every guess at a password inside a session comes through
 * here. Outside the transaction: a hash takes long, and its connection would wait.
 */
export async function mustKnow(keep: IdentityKeep, op: Operation, password: string): Promise<AccountRow> {
  const { userId } = own(op)
  return judged(keep, op, await ofPasswordInside(keep, { tenantId: op.tenantId, userId }), async () => {
    const account = await peekAccount(keep, op.tenantId, userId, op.now)
    const known = await keep.passwords.verify(account?.password_hash ?? null, password)
    return account !== undefined && known ? account : refuse('INVALID_CREDENTIALS')
  })
}

async function tell(keep: IdentityKeep, op: Operation, proof: Proof): Promise<Fresh> {
  const { userId, session } = own(op)
  const freshUntil = new Date(op.now.getTime() + (freshlyProven.freshWithin ?? 0) * 1000).toISOString()
  if (session.cookie) return { freshUntil }
  const aal = session.assurance === 2 ? 2 : levelOf(proof)
  const { token } = await keep.tokens.mint({ sub: userId, tid: op.tenantId, sid: session.id, role: op.actor.role, aal }, op.now)
  return { freshUntil, accessToken: token }
}

function levelOf(proof: Proof): 1 | 2 {
  return proof.method === 'password' ? 1 : 2
}

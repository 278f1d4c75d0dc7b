import { freshlyProven } from '@wardkeep/contract/endpoint.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { AccountRow } from './account-store.ts'
import { ofStepUp } from './counted-actions.ts'
import type { PasskeyAnswer } from './factor-rules.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { judged, settle } from './lockout-actions.ts'
import { noticingCopies, ownPasskey, spendPasskey } from './passkey-actions.ts'
import { own } from './session-actions.ts'
import { proveSession } from './session-store.ts'
import { type Proof, type ProofGiven, proofGiven } from './step-up-rules.ts'
import { spendTotp } from './totp-actions.ts'
import { peekAccount } from './user-actions.ts'

/** A fresh proof of who speaks in this session; refuses INVALID_CREDENTIALS and SIGN_IN_LOCKED, and then leaves the session as it was. */
export async function stepUp(keep: IdentityKeep, op: Operation, given: ProofGiven): Promise<{ freshUntil: string; accessToken?: string }> {
  const proof = proofGiven(given)
  if (proof.method === 'password') {
    await mustKnow(keep, op, proof.password)
    await keep.db.transact(op, (tx) => prove(tx, op, 1))
  } else if (proof.method === 'totp') await mustShow(keep, op, proof.code)
  else await mustHold(keep, op, proof.credential)
  return tell(keep, op, proof)
}

async function mustShow(keep: IdentityKeep, op: Operation, code: string): Promise<void> {
  const account = { tenantId: op.tenantId, userId: own(op).userId }
  const counted = await ofStepUp(keep, account)
  await judged(keep, op, counted, (attempt) =>
    keep.db.transact(op, async (tx) => {
      await spendTotp(tx, keep, account, code, op.now)
      await prove(tx, op, 2)
      await settle(tx, attempt, counted.clears ?? [])
    }),
  )
}

/** Nobody guesses a signature, so a passkey is not counted. */
async function mustHold(keep: IdentityKeep, op: Operation, credential: PasskeyAnswer): Promise<void> {
  const proof = await ownPasskey(keep, op, { id: own(op).userId }, credential)
  await noticingCopies(keep, op, proof, () =>
    keep.db.transact(op, async (tx) => {
      await spendPasskey(tx, op, proof)
      await prove(tx, op, 2)
    }),
  )
}

async function prove(tx: Transaction, op: Operation, level: 1 | 2): Promise<void> {
  const { userId, session } = own(op)
  Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'session', id: session.id } })
  await proveSession(tx, op.tenantId, session.id, level, op.now)
}

/**
 * The caller's account, where the password is its own; refuses INVALID_CREDENTIALS and SIGN_IN_LOCKED. Every guess at a password inside a session comes through
 * here. Outside the transaction: a hash takes long, and its connection would wait.
 */
export async function mustKnow(keep: IdentityKeep, op: Operation, password: string): Promise<AccountRow> {
  const { userId } = own(op)
  return judged(keep, op, await ofStepUp(keep, { tenantId: op.tenantId, userId }), async () => {
    const account = await peekAccount(keep, op.tenantId, userId, op.now)
    const known = await keep.passwords.verify(account?.password_hash ?? null, password)
    return account !== undefined && known ? account : refuse('INVALID_CREDENTIALS')
  })
}

async function tell(keep: IdentityKeep, op: Operation, proof: Proof): Promise<{ freshUntil: string; accessToken?: string }> {
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

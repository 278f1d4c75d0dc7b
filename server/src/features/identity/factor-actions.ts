// Second factors are set up, replaced and removed by their owner alone, after a proof as strong as the account can give one. [F12][T40]
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { lacksKind } from '../../security/factor-kinds.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { newRecoveryCode, newTotpSecret, Sealed, totpUrl, verifyTotp } from '../../security/vault/index.ts'
import type { AccountRow } from './account-store.ts'
import { canDo, codesMade, enrolmentMs, type Factors, hasFactor, mustBeBegun, mustBeDispensable } from './factor-rules.ts'
import {
  dropCodes,
  dropEnrolment,
  type FactorsRow,
  findFactors,
  lockEnrolment,
  type Owner,
  putEnrolment,
  replaceCodes,
} from './factor-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { changingFactors, type Keeping } from './other-sessions-actions.ts'
import { tellPasskeys } from './passkey-actions.ts'
import { listPasskeys } from './passkey-store.ts'
import { lockUser } from './password-store.ts'
import { openAccount, openEnrolment, sealEnrolment, sealTotp } from './profile.ts'
import { type Proven, proveAnew } from './proof-actions.ts'
import { hashOfCode } from './recovery-actions.ts'
import { own } from './session-actions.ts'
import { dropTotp, putTotp } from './totp-store.ts'
import { peekAccount } from './user-actions.ts'

/** What the caller has to prove a second factor with. */
export async function listFactors(keep: IdentityKeep, op: Operation): Promise<Reply<Api['listFactors']>> {
  const { userId } = own(op)
  const owner = { tenantId: op.tenantId, userId }
  const { row, passkeys } = await keep.db.read(op, [findFactors(owner), listPasskeys(owner)], ([[found], keys]) => {
    const user = found ?? refuse('NOT_FOUND')
    Permit.ask(op, 'session.own', { ownerUserId: user.id, resource: { type: 'user', id: user.id } })
    return { row: user, passkeys: keys }
  })
  const factors = factorsIn(row)
  const required = own(op).session.required === 2
  return {
    required,
    ...(row.totp_since && { totp: { since: row.totp_since.toISOString() } }),
    ...(row.codes_made_at && { recoveryCodes: { left: row.codes_left, madeAt: row.codes_made_at.toISOString() } }),
    passkeys: await tellPasskeys(keep, owner, passkeys),
    can: canDo(factors, required, own(op).session.kind),
  }
}

/** Shows a new secret. What stands goes on to count until the new one is confirmed. */
export async function beginTotp(keep: IdentityKeep, op: Operation): Promise<Reply<Api['beginTotp']>> {
  const { account, owner } = await ownAccount(keep, op)
  const secret = newTotpSecret()
  const sealed = await sealEnrolment(keep, keyOf(account), secret)
  await keep.db.transact(op, async (tx) => {
    askFor(op, owner)
    await lockUser(tx, owner)
    await putEnrolment(tx, { ...owner, sessionId: own(op).session.id, secret: sealed, now: op.now })
  })
  const { email } = await openOwner(keep, account)
  const expiresAt = new Date(op.now.getTime() + enrolmentMs).toISOString()
  return { secret, otpauthUrl: totpUrl(secret, account.organisation_name, email), expiresAt }
}

/**
 * Makes the secret that was shown the account's own, once a code of it is given: that code is used up, and the session has proven a second
 * factor. Refuses INVALID_CREDENTIALS, and ENROLMENT_GONE where there is nothing to confirm.
 */
export async function confirmTotp(
  keep: IdentityKeep,
  op: Operation,
  { body: { code }, query }: Input<Api['confirmTotp']>,
): Promise<Proven<Reply<Api['confirmTotp']>>> {
  const { account, owner } = await ownAccount(keep, op)
  const { session } = own(op)
  return changingFactors(keep, op, query, async (tx) => {
    askFor(op, owner)
    await lockUser(tx, owner)
    const begun = mustBeBegun(await lockEnrolment(tx, owner), session.id, op.now)
    const secret = await openEnrolment(keep, owner, Sealed.fromDatabase(begun.secret))
    const { step } = verifyTotp(secret, code, op.now, null, account.totp_strict) ?? refuse('INVALID_CREDENTIALS')
    await putTotp(tx, { ...owner, secret: await sealTotp(keep, keyOf(account), secret), step, now: op.now })
    await dropEnrolment(tx, owner)
    return finishEnrolment(tx, keep, op, account)
  })
}

/** Refuses FACTOR_MISSING, and FACTOR_REQUIRED where it is the last of who must have one. */
export async function removeTotp(keep: IdentityKeep, op: Operation, keeping: Keeping): Promise<null> {
  const { account, owner } = await ownAccount(keep, op)
  return changingFactors(keep, op, keeping, async (tx) => {
    askFor(op, owner)
    await lockUser(tx, owner)
    await settleRemoval(tx, op, owner, await dropTotp(tx, owner))
    await dropEnrolment(tx, owner)
    await tellOwner(tx, keep, op, account)
    return null
  })
}

/** Refuses FACTOR_MISSING where there is no factor that a code could stand in for. */
export async function makeRecoveryCodes(keep: IdentityKeep, op: Operation, keeping: Keeping): Promise<Reply<Api['makeRecoveryCodes']>> {
  const { account, owner } = await ownAccount(keep, op)
  return changingFactors(keep, op, keeping, async (tx) => {
    askFor(op, owner)
    await lockUser(tx, owner)
    if (!hasFactor(await factorsLeft(tx, owner))) refuse('FACTOR_MISSING')
    await tellOwner(tx, keep, op, account)
    return { recoveryCodes: await newCodes(tx, keep, op, owner) }
  })
}

/** The session has now proven a second factor; gives recovery codes where the account has none left. */
export async function finishEnrolment(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  account: AccountRow,
): Promise<Proven<{ recoveryCodes?: string[] }>> {
  const owner = { tenantId: account.tenant_id, userId: account.id }
  const cookie = await proveAnew(tx, keep, op, 2)
  await tellOwner(tx, keep, op, account)
  const { codesLeft } = await factorsLeft(tx, owner)
  return { told: codesLeft > 0 ? {} : { recoveryCodes: await newCodes(tx, keep, op, owner) }, cookie }
}

/** After a factor was removed: the last one of who must have one stays, and recovery codes go with the last. */
export async function settleRemoval(tx: Transaction, op: Operation, owner: Owner, removed: boolean): Promise<void> {
  const left = await factorsLeft(tx, owner)
  const stillHas = hasFactor(left)
  const { required, kind } = own(op).session
  mustBeDispensable(removed, stillHas && !lacksKind(kind, left), required === 2)
  if (!stillHas) await dropCodes(tx, owner)
}

async function factorsLeft(tx: Transaction, owner: Owner): Promise<Factors> {
  const [row] = await tx.run(findFactors(owner))
  return row === undefined ? refuse('UNAUTHENTICATED') : factorsIn(row)
}

function factorsIn(row: FactorsRow): Factors {
  return { totp: row.totp_since !== null, passkeys: row.passkeys, bound: row.bound_passkeys, codesLeft: row.codes_left }
}

async function newCodes(tx: Transaction, keep: IdentityKeep, op: Operation, owner: Owner): Promise<string[]> {
  const codes = Array.from({ length: codesMade }, newRecoveryCode)
  await replaceCodes(
    tx,
    owner,
    codes.flatMap((code) => hashOfCode(keep, owner, code) ?? []),
    op.now,
  )
  return codes
}

export async function ownAccount(keep: IdentityKeep, op: Operation): Promise<{ account: AccountRow; owner: Owner }> {
  const owner = { tenantId: op.tenantId, userId: own(op).userId }
  const account = (await peekAccount(keep, owner.tenantId, owner.userId, op.now)) ?? refuse('UNAUTHENTICATED')
  return { account, owner }
}

export function askFor(op: Operation, { userId }: Owner): void {
  Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'user', id: userId } })
}

export async function tellOwner(tx: Transaction, keep: IdentityKeep, op: Operation, account: AccountRow): Promise<void> {
  const { email: address } = await openOwner(keep, account)
  const { tenant_id: tenantId, id: userId, patient_id, language } = account
  await notify(tx, keep, op, 'second-factor-changed', { tenantId, userId, patientId: patient_id ?? undefined, address, language })
}

export function openOwner(keep: IdentityKeep, account: AccountRow) {
  return openAccount(keep, { tenantId: account.tenant_id, userId: account.id }, Sealed.fromDatabase(account.profile))
}

export function keyOf({ tenant_id: tenantId, id: userId, role, patient_id: patientId }: AccountRow) {
  return { tenantId, userId, role, patientId }
}

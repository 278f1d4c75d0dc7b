import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { kindAskedOf } from '../../security/factor-kinds.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT, newSecret, Sealed } from '../../security/vault/index.ts'
import { type AccountRow, findName } from './account-store.ts'
import { countersOf, ofCode, ofPassword } from './counted-actions.ts'
import { type FactorGiven, type FactorMethod, type Factors, factorGiven, methodsOf, mustCount } from './factor-rules.ts'
import { mustBeVerified, type Opener } from './grant-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { type Attempt, judged, settle } from './lockout-actions.ts'
import { type Counted, forRow } from './lockout-buckets.ts'
import { noticingCopies, ownPasskey, spendPasskey } from './passkey-actions.ts'
import { holdPassword, replacePassword } from './password-store.ts'
import { openAccount } from './profile.ts'
import { spendRecoveryCode } from './recovery-actions.ts'
import type { Challenge } from './reply.ts'
import { nameHash, normaliseTyped } from './sign-in-names.ts'
import { type NameGiven, oneName } from './sign-in-rules.ts'
import { type ChallengeRow, findChallenge, insertChallenge, takeTry, useChallenge } from './sign-in-store.ts'
import { bindSession } from './sign-on-link-store.ts'
import { concerns } from './stranger-actions.ts'
import { forgetRow } from './tally-store.ts'
import { spendTotp } from './totp-actions.ts'
import { becomes, peekAccount, tellUser } from './user-actions.ts'

const challengeMs = 5 * 60_000

/**
 * Signs in by a password: a session, or a challenge where the account has a second factor. Refuses INVALID_CREDENTIALS and,
 * after too many failures, SIGN_IN_LOCKED; a wrong password, an unknown account and a closed one take the same steps to the same answers. [F7]
 * Only who knows the password is told EMAIL_UNVERIFIED.
 */
export async function signIn<G>(
  keep: IdentityKeep,
  op: Operation,
  given: NameGiven & { password: string },
  open: Opener<G>,
): Promise<G | Challenge> {
  const name = oneName(given)
  const account = await accountNamed(keep, op, name)
  const counted = await ofPassword(keep, op, name, account)
  return judged(keep, op, counted, async (attempt) => {
    const proven = await keep.passwords.verify(account?.password_hash ?? null, given.password)
    if (account === undefined || !proven || !account.active) return refuse('INVALID_CREDENTIALS')
    mustBeVerified(keep, account)
    const passwordHash = await upgraded(keep, op, account, given.password)
    const methods = methodsOf(factorsOf(account), kindAskedOf(account.role, account.staff_factor))
    if (methods.length > 0) return challenge(keep, op, account, methods, attempt)
    const held = { tenantId: account.tenant_id, userId: account.id, was: passwordHash }
    const cleared = await clearedBy(keep, account, counted)
    return open(keep, op, account, {
      assurance: 1,
      rule: 'public:login',
      prove: async (tx) => void ((await holdPassword(tx, held)) || refuse('INVALID_CREDENTIALS')),
      settle: (tx) => settle(tx, attempt, cleared),
    })
  })
}

/** On a known device its own failures alone, and those in a row, so that a user who comes and goes there gives nobody elsewhere more guesses. */
async function clearedBy(keep: IdentityKeep, account: AccountRow, { buckets }: Counted): Promise<Buffer[]> {
  const device = buckets.filter(({ kind }) => kind === 'device')
  const { tenant_id: tenantId, id: userId } = account
  if (device.length > 0) return [...device.map(({ hash }) => hash), (await forRow(keep.vault, userId)).hash]
  return countersOf(keep, userId, await openAccount(keep, { tenantId, userId }, Sealed.fromDatabase(account.profile)))
}

/** The second half of a sign-in: challenge and code. Refuses INVALID_CREDENTIALS and SIGN_IN_LOCKED; of a challenge every try counts, right or wrong. */
export async function signInByCode<G>(
  keep: IdentityKeep,
  op: Operation,
  given: FactorGiven & { challenge: string },
  open: Opener<G>,
): Promise<G> {
  const shown = factorGiven(given)
  const hash = keep.secrets.hash(given.challenge)
  const [[found]] = await keep.db.locators.runAll([findChallenge(hash)])
  const of = found && { tenantId: found.tenant_id, userId: found.user_id }
  if (of) concerns(op, of.tenantId, { type: 'user', id: of.userId })
  const tried = () => challenged(keep, op, hash)
  if (shown.method === 'passkey') {
    // Nobody guesses a signature: a passkey opens even where codes are locked.
    const account = await tried()
    const proof = await ownPasskey(keep, op, account, shown.credential)
    const prove = async (tx: Transaction) => {
      await spendPasskey(tx, op, proof)
      if (!(await useChallenge(tx, hash, op.now))) refuse('INVALID_CREDENTIALS')
    }
    const { hash: row } = await forRow(keep.vault, account.id)
    // The password was shown before it, so wrong ones are in a row no longer.
    const settle = async (tx: Transaction, sessionId: string) => {
      await forgetRow(tx, row)
      await bind(tx, found, sessionId)
    }
    return noticingCopies(keep, op, proof, () => open(keep, op, account, { ...bySecondFactor, prove, settle }))
  }
  const counted = await ofCode(keep, op, of)
  return judged(keep, op, counted, async (attempt) => {
    const account = await tried()
    mustCount(account, 'code')
    const cleared = await clearedBy(keep, account, counted)
    return open(keep, op, account, {
      ...bySecondFactor,
      prove: async (tx) => {
        await spend[shown.method](tx, keep, op, account, shown.code)
        if (!(await useChallenge(tx, hash, op.now))) refuse('INVALID_CREDENTIALS')
      },
      settle: async (tx, sessionId) => {
        await settle(tx, attempt, cleared)
        await bind(tx, found, sessionId)
      },
      ...(shown.method === 'recovery' && {
        consequences: [{ action: 'recovery-code.used' as const, resource: { type: 'user', id: account.id } }],
      }),
    })
  })
}

/** What an identity provider said before the second factor was shown goes on with the session. */
async function bind(tx: Transaction, found: ChallengeRow | undefined, sessionId: string): Promise<void> {
  if (!found?.linkId) return
  const { tenant_id: tenantId, linkId, index, until } = found
  if (!(await bindSession(tx, tenantId, sessionId, { linkId, index, until, provenAt: null }))) refuse('INVALID_CREDENTIALS')
}

const bySecondFactor = { assurance: 2, rule: 'public:second-factor' } as const

type Spend = (tx: Transaction, keep: IdentityKeep, op: Operation, account: AccountRow, code: string) => Promise<void>
/** Each uses up what it is shown, so that nothing opens twice. */
const spend: Record<'totp' | 'recovery', Spend> = {
  totp: (tx, keep, op, account, code) => spendTotp(tx, keep, { tenantId: account.tenant_id, userId: account.id }, code, op.now),
  recovery: spendRecoveryCode,
}

/** Takes one of the challenge's tries, and gives whose it is. */
async function challenged(keep: IdentityKeep, op: Operation, hash: Buffer): Promise<AccountRow> {
  const locators = op.asSystem(INSTALLATION_TENANT, 'sign-in', 'none')
  const tried = (await keep.db.transact(locators, (tx) => takeTry(tx, hash, op.now))) ?? refuse('INVALID_CREDENTIALS')
  const account = await peekAccount(keep, tried.tenant_id, tried.user_id, op.now)
  return account?.active ? account : refuse('INVALID_CREDENTIALS')
}

export function factorsOf(account: AccountRow): Factors {
  return { totp: account.has_totp, passkeys: account.passkeys, bound: account.bound_passkeys, codesLeft: account.codes_left }
}

/** The account that the operation is about, by its name. */
export async function accountNamed(keep: IdentityKeep, op: Operation, name: string): Promise<AccountRow | undefined> {
  const account = await peekNamed(keep, op, name)
  if (account) concerns(op, account.tenant_id, { type: 'user', id: account.id })
  return account
}

/** Looks in the installation's own, empty, organisation for an unknown name, so that it costs what a known one does. */
export async function peekNamed(keep: IdentityKeep, op: Operation, name: string): Promise<AccountRow | undefined> {
  const hash = await nameHash(keep.vault, normaliseTyped(name))
  const [[found]] = await keep.db.locators.runAll([findName(hash)])
  return peekAccount(keep, found?.tenant_id ?? INSTALLATION_TENANT, found?.user_id ?? INSTALLATION_TENANT, op.now)
}

/** The account's hash, made anew by today's cost where it was made by another, or elsewhere, while the password is at hand. [F6][A38] */
async function upgraded(keep: IdentityKeep, op: Operation, account: AccountRow, password: string): Promise<string | null> {
  const { tenant_id: tenantId, id: userId, password_hash: was } = account
  if (was === null || !keep.passwords.needsRehash(was)) return was
  const passwordHash = await keep.passwords.hash(password)
  const upgrading = op.asSystem(tenantId, 'sign-in', 'none')
  const replaced = await keep.db.transact(upgrading, (tx) => replacePassword(tx, { tenantId, userId, was, passwordHash }))
  // Of two sign-ins at once, one makes the hash anew: the other goes on with what the first stored, if it is of the same password.
  if (replaced) return passwordHash
  const now = await peekAccount(keep, tenantId, userId, op.now)
  return (await keep.passwords.verify(now?.password_hash ?? null, password)) ? (now?.password_hash ?? null) : refuse('INVALID_CREDENTIALS')
}

/** The password was right and so does not count; what failed before still does, until the second factor is proven. */
function challenge(keep: IdentityKeep, op: Operation, account: AccountRow, methods: FactorMethod[], attempt: Attempt): Promise<Challenge> {
  return challengeAfter(keep, op, account, methods, 'public:login:challenged', (tx) => settle(tx, attempt, []))
}

/** The first half of a sign-in is done: what the second half is asked by. `settle` does what follows from the first, given the hash of the challenge. */
export async function challengeAfter(
  keep: IdentityKeep,
  op: Operation,
  account: AccountRow,
  methods: FactorMethod[],
  rule: string,
  settle: (tx: Transaction, hash: Buffer) => Promise<void>,
): Promise<Challenge> {
  const secret = newSecret()
  const hash = keep.secrets.hash(secret)
  const user = await tellUser(keep, account, 1)
  await keep.db.transact(op.asSystem(account.tenant_id, 'sign-in'), async (tx) => {
    const expiresAt = new Date(op.now.getTime() + challengeMs)
    await insertChallenge(tx, { hash, tenantId: account.tenant_id, userId: account.id, expiresAt })
    await settle(tx, hash)
    becomes(op, user)
    op.trace.admitted(rule, { resource: { type: 'user', id: account.id } })
  })
  return { secondFactor: { challenge: secret, methods } }
}

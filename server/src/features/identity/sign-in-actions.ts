import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT, newSecret } from '../../security/vault/index.ts'
import { type AccountRow, findName } from './account-store.ts'
import type { Opener } from './grant-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import type { Challenge } from './reply.ts'
import { nameHash, normaliseTyped } from './sign-in-names.ts'
import { type NameGiven, oneName } from './sign-in-rules.ts'
import { insertChallenge, takeTry, useChallenge } from './sign-in-store.ts'
import { concerns } from './stranger-actions.ts'
import { spendTotp } from './totp-actions.ts'
import { becomes, peekAccount, tellUser } from './user-actions.ts'

const challengeMs = 5 * 60_000

/**
 * Signs in by a password: a session, or a challenge where the account has a second factor. Refuses INVALID_CREDENTIALS; a wrong password, an
 * unknown account and a closed one take the same steps to the same answer. [F7]
 */
export async function signIn<G>(
  keep: IdentityKeep,
  op: Operation,
  given: NameGiven & { password: string },
  open: Opener<G>,
): Promise<G | Challenge> {
  const account = await accountNamed(keep, op, oneName(given))
  const proven = await keep.passwords.verify(account?.password_hash ?? null, given.password)
  if (account === undefined || !proven || !account.active) return refuse('INVALID_CREDENTIALS')
  return account.has_totp ? challenge(keep, op, account) : open(keep, op, account, { assurance: 1, rule: 'public:login' })
}

/** The second half of a sign-in: challenge and code. Refuses INVALID_CREDENTIALS; every try counts, right or wrong. */
export async function signInByCode<G>(
  keep: IdentityKeep,
  op: Operation,
  given: { challenge: string; code: string },
  open: Opener<G>,
): Promise<G> {
  const hash = keep.secrets.hash(given.challenge)
  const locators = op.asSystem(INSTALLATION_TENANT, 'sign-in', 'none')
  const tried = (await keep.db.transact(locators, (tx) => takeTry(tx, hash, op.now))) ?? refuse('INVALID_CREDENTIALS')
  concerns(op, tried.tenant_id, { type: 'user', id: tried.user_id })
  const account = await peekAccount(keep, tried.tenant_id, tried.user_id, op.now)
  if (account === undefined || !account.active) return refuse('INVALID_CREDENTIALS')
  return open(keep, op, account, {
    assurance: 2,
    rule: 'public:second-factor',
    prove: async (tx) => {
      await spendTotp(tx, keep, { tenantId: account.tenant_id, userId: account.id }, given.code, op.now)
      if (!(await useChallenge(tx, hash, op.now))) refuse('INVALID_CREDENTIALS')
    },
  })
}

/** Looks in the installation's own, empty, organisation for an unknown name, so that it costs what a known one does. */
async function accountNamed(keep: IdentityKeep, op: Operation, name: string): Promise<AccountRow | undefined> {
  const hash = await nameHash(keep.vault, normaliseTyped(name))
  const [[found]] = await keep.db.locators.runAll([findName(hash)])
  if (found) concerns(op, found.tenant_id, { type: 'user', id: found.user_id })
  return peekAccount(keep, found?.tenant_id ?? INSTALLATION_TENANT, found?.user_id ?? INSTALLATION_TENANT, op.now)
}

async function challenge(keep: IdentityKeep, op: Operation, account: AccountRow): Promise<Challenge> {
  const secret = newSecret()
  const user = await tellUser(keep, account, 1)
  await keep.db.transact(op.asSystem(account.tenant_id, 'sign-in'), async (tx) => {
    const expiresAt = new Date(op.now.getTime() + challengeMs)
    await insertChallenge(tx, { hash: keep.secrets.hash(secret), tenantId: account.tenant_id, userId: account.id, expiresAt })
    becomes(op, user)
    op.trace.admitted('public:login:challenged', { resource: { type: 'user', id: account.id } })
  })
  return { secondFactor: { challenge: secret, methods: ['totp'] } }
}

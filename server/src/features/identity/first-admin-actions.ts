// The first administrator of an organisation is made by whoever runs the host, without a password: a link that works once, for a day, leads to the
// page where one is chosen. The host vouches for the address.
import { defaultPasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { founderRole } from '../../security/policy.ts'
import { insertAccount } from './account-actions.ts'
import { findAccount, findName } from './account-store.ts'
import type { LinkKeep } from './identity-keep.ts'
import { type LinkReceiver, mailLink, makeLink } from './link-actions.ts'
import { lockUser } from './password-store.ts'
import { mustHaveDomain, nameHash } from './sign-in-names.ts'

export type FirstAdmin = { tenantId: string; email: string; displayName: string; language: string; mailed: boolean }

/**
 * Makes the account and its link, in a transaction of the system inside the new organisation. `mailed`: the link goes to the address, and is not
 * given. Throws `NameTaken`; refuses BAD_REQUEST for an address without a domain.
 */
export async function firstAdmin(
  tx: Transaction,
  keep: LinkKeep,
  op: Operation,
  { mailed, ...person }: FirstAdmin,
): Promise<{ userId: string; link: string | undefined }> {
  const { tenantId, email, language } = person
  const account = { ...person, role: founderRole, passwordHash: null, emailVerifiedAt: null, now: op.now }
  const userId = await insertAccount(tx, keep, account)
  const owner = { tenantId, userId, passwordPolicy: defaultPasswordPolicy }
  return { userId, link: await handOver(tx, keep, op, { ...owner, address: email, language }, mailed) }
}

/**
 * Another link for a first administrator who has not chosen a password yet, in the place of the one before. Refuses NOT_FOUND where nobody with that
 * address waits in this organisation.
 */
export async function renewFirstLink(
  keep: LinkKeep,
  op: Operation,
  { email, mailed }: { email: string; mailed: boolean },
): Promise<{ userId: string; link: string | undefined }> {
  const hash = await nameHash(keep.vault, mustHaveDomain(email))
  return keep.db.transact(op, async (tx) => {
    const [found] = await tx.run(findName(hash))
    const [account] = found?.tenant_id === op.tenantId ? await tx.run(findAccount(op.tenantId, found.user_id)) : []
    if (account === undefined || account.role !== founderRole || account.password_hash !== null || !account.active)
      return refuse('NOT_FOUND')
    op.trace.admitted('system:init', { resource: { type: 'user', id: account.id } })
    await lockUser(tx, { tenantId: op.tenantId, userId: account.id })
    const owner = { tenantId: op.tenantId, userId: account.id, passwordPolicy: account.password_policy }
    const to = { ...owner, address: email, language: account.language }
    return { userId: account.id, link: await handOver(tx, keep, op, to, mailed) }
  })
}

async function handOver(tx: Transaction, keep: LinkKeep, op: Operation, to: LinkReceiver, mailed: boolean): Promise<string | undefined> {
  if (!mailed) return (await makeLink(tx, keep, op, 'first-password', to)).link
  await mailLink(tx, keep, op, 'first-password', to)
  return undefined
}

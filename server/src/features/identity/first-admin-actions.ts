// The first administrator of an organisation is made by whoever runs the host, without a password: a link that works once, for a day, leads to the
// page where one is chosen. The host vouches for the address.
import { defaultPasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Operation } from '../../security/operation.ts'
import { founderRole } from '../../security/policy.ts'
import { insertAccount } from './account-actions.ts'
import type { LinkKeep } from './identity-keep.ts'
import { mailLink, makeLink } from './link-actions.ts'

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
  if (!mailed) return { userId, link: (await makeLink(tx, keep, op, 'first-password', owner)).link }
  await mailLink(tx, keep, op, 'first-password', { ...owner, address: email, language })
  return { userId, link: undefined }
}

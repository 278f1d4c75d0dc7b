import type { Keep } from '../../security/keep.ts'
import { findName } from './account-store.ts'
import { mustHaveDomain, nameHash, normaliseUsername } from './sign-in-names.ts'

type Holder = { tenant_id: string; user_id: string }
export type NamesFound = { email: Holder | undefined; username: Holder | undefined }

/** Who has an e-mail address and a username, for the host's own commands. Refuses BAD_REQUEST for an address without a domain. */
export async function whoHas({ vault, db }: Keep, { email, username }: { email: string; username?: string }): Promise<NamesFound> {
  const byEmail = findName(await nameHash(vault, mustHaveDomain(email)))
  if (username === undefined) return { email: (await db.locators.runAll([byEmail]))[0][0], username: undefined }
  const [[one], [other]] = await db.locators.runAll([byEmail, findName(await nameHash(vault, normaliseUsername(username)))])
  return { email: one, username: other }
}

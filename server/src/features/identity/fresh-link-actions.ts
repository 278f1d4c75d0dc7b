// A mailed secret lives ten minutes, and what it stands for may stand for days. Whoever has its last secret may have a fresh one mailed to the same
// address, and spends the old one by that; what they hold opens nothing else. [V6.4.1][V6.5.5]
import type { Transaction } from '../../platform/database.ts'
import { paced } from '../../platform/pace.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { findAccount } from './account-store.ts'
import { ofMailedLink } from './counted-actions.ts'
import { mailFreshUndo } from './email-change-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { addressed, answerMs, mailLink } from './link-actions.ts'
import { linksAnHour, mayBeFresh } from './link-rules.ts'
import { countAlike, findStanding, lockLink, replaceLink, type StandingRow } from './link-store.ts'
import { countUse } from './lockout-actions.ts'
import { concerns } from './stranger-actions.ts'
import type { FreshMailer } from './subject-link-actions.ts'

const accepted = { status: 'accepted' } as const

/** Says nothing of whether a link was mailed. Refuses SIGN_IN_LOCKED after too many. */
export async function askForFreshLink(
  keep: IdentityKeep,
  op: Operation,
  token: string,
  invitations: readonly FreshMailer[],
): Promise<typeof accepted> {
  await countUse(keep, op, await ofMailedLink(keep, op))
  await paced(answerMs, () => renew(keep, op, keep.secrets.hash(token), invitations))
  return accepted
}

async function renew(keep: IdentityKeep, op: Operation, hash: Buffer, invitations: readonly FreshMailer[]): Promise<void> {
  const [[found]] = await keep.db.locators.runAll([findStanding(hash)])
  concerns(op, found?.tenant_id ?? INSTALLATION_TENANT)
  if (found === undefined) return keep.db.record(op, new Refusal('LINK_UNKNOWN'))
  if (keep.mail === 'none') return keep.db.record(op, new Refusal('MAIL_MISSING'))
  await keep.db.transact(op.asSystem(found.tenant_id, 'mailed-link'), async (tx) => {
    const rule = await mailFresh(tx, keep, op, { found, hash, invitations })
    op.trace.admitted(rule)
  })
}

type Asked = { found: StandingRow; hash: Buffer; invitations: readonly FreshMailer[] }

/** Gives the rule by which a link was mailed, or none. Of all who ask at once by one secret, one spends it. */
async function mailFresh(tx: Transaction, keep: IdentityKeep, op: Operation, { found, hash, invitations }: Asked): Promise<string> {
  const link = await lockLink(tx, hash)
  if (link === undefined || !mayBeFresh(link, op.now)) return 'public:link:over'
  if ((await countAlike(tx, found, new Date(op.now.getTime() - 3_600_000))) >= linksAnHour) return 'public:link:limited'
  if (!(await mailed(tx, keep, op, { ...found, ...link }, invitations))) return 'public:link:over'
  await replaceLink(tx, hash, op.now)
  return 'public:link'
}

async function mailed(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  { kind, tenant_id: tenantId, user_id: userId, subject_id: subjectId, stands_until: standsUntil }: StandingRow,
  invitations: readonly FreshMailer[],
): Promise<boolean> {
  if (userId !== null) return kind === 'first-password' && mailFirst(tx, keep, op, { tenantId, userId, standsUntil })
  if (subjectId === null) return false
  const fresh = { tenantId, subjectId, standsUntil }
  if (kind === 'email-undo') return mailFreshUndo(tx, keep, op, fresh)
  for (const mail of kind === 'invitation' ? invitations : []) if (await mail(tx, op, fresh)) return true
  return false
}

/** To a first administrator who has not chosen a password yet. */
async function mailFirst(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  { tenantId, userId, standsUntil }: { tenantId: string; userId: string; standsUntil: Date },
): Promise<boolean> {
  const [account] = await tx.run(findAccount(tenantId, userId))
  if (!account?.active || account.password_hash !== null) return false
  await mailLink(tx, keep, op, 'first-password', { ...(await addressed(keep, account)), standsUntil })
  return true
}

// Links that lead to something else than an account: an invitation, or a change of an address.
import type { Transaction } from '../../platform/database.ts'
import type { Operation } from '../../security/operation.ts'
import { newSecret } from '../../security/vault/index.ts'
import { ofMailedLink } from './counted-actions.ts'
import type { LinkKeep, LockKeep } from './identity-keep.ts'
import { behindLink, type LinkTimes, mustLead, type SubjectKind, timesOf } from './link-rules.ts'
import { findSubject, insertLink, lockLink, replaceSubjectLinks, useLink } from './link-store.ts'
import { judged } from './lockout-actions.ts'
import { concerns } from './stranger-actions.ts'

export type LinkSubject = {
  kind: SubjectKind
  tenantId: string
  subjectId: string
  path: string
  policy?: string
  /** Of the link whose place this one takes. */
  standsUntil?: Date | undefined
}

/** For what a fresh link is to be mailed, and until when that stands. */
export type Fresh = { tenantId: string; subjectId: string; standsUntil: Date }
/** Mails a fresh link for a subject; false where it is none of the mailer's, or stands no longer. */
export type FreshMailer = (tx: Transaction, op: Operation, fresh: Fresh) => Promise<boolean>

/** A link to a subject, for whoever mails it. */
export async function makeSubjectLink(
  tx: Transaction,
  keep: LinkKeep,
  op: Operation,
  { kind, tenantId, subjectId, path, policy, standsUntil }: LinkSubject,
): Promise<LinkTimes & { link: string }> {
  const token = newSecret()
  const times = timesOf(kind, op.now, standsUntil)
  await insertLink(tx, { hash: keep.secrets.hash(token), kind, tenantId, userId: null, subjectId, now: op.now, ...times })
  return { link: `${keep.publicUrl}${path}#${behindLink(token, kind, times, policy)}`, ...times }
}

export type FollowedSubject = { tenantId: string; subjectId: string; hash: Buffer; kind: SubjectKind }

type Sought = { kind: SubjectKind; type: string }

/** Where a link leads, looked at before anything costly is done. Refuses LINK_…, and SIGN_IN_LOCKED: whoever guesses at links is stopped. */
export async function followSubject(keep: LockKeep, op: Operation, sought: Sought, token: string): Promise<FollowedSubject> {
  return judged(keep, op, await ofMailedLink(keep, op), () => lookUp(keep, op, sought, token))
}

async function lookUp(keep: LockKeep, op: Operation, { kind, type }: Sought, token: string): Promise<FollowedSubject> {
  const hash = keep.secrets.hash(token)
  const [[found]] = await keep.db.locators.runAll([findSubject(hash)])
  if (found) concerns(op, found.tenant_id, { type, id: found.subject_id })
  const link = mustLead(found, [kind], op.now)
  return { tenantId: link.tenant_id, subjectId: link.subject_id, hash, kind }
}

/** Uses a link up; of all who follow it at once, one does. Refuses LINK_…. */
export async function spendLink(tx: Transaction, { hash, kind }: FollowedSubject, now: Date): Promise<void> {
  mustLead(await lockLink(tx, hash), [kind], now)
  await useLink(tx, hash, now)
}

/** From now on no link leads to any of these subjects. */
export function closeSubjects(tx: Transaction, tenantId: string, subjectIds: readonly string[], now: Date): Promise<void> {
  return replaceSubjectLinks(tx, tenantId, subjectIds, now)
}

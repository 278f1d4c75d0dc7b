// A new address is used once its owner follows the link in it, and the old one hears of it with a way back that stands for three days. Asking looks
// at no other account: whether the new address is free only its owner is told.
import type { Transaction } from '../../platform/database.ts'
import { codeOf } from '../../platform/error-code.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { newSecret, Sealed } from '../../security/vault/index.ts'
import { queueMail } from '../mail/index.ts'
import { type AccountRow, findAccount } from './account-store.ts'
import { type EmailChange, openChange, sealChange } from './email-change.ts'
import { endEmailChange, findEmailChange, insertEmailChange, moveAddress, openChanges } from './email-change-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { linksAnHour, type SubjectKind } from './link-rules.ts'
import { replaceLinks } from './link-store.ts'
import { endAllBut } from './other-sessions-actions.ts'
import { closeChallenges, lockUser, replacePassword } from './password-store.ts'
import { keyOf, openAccount, sealAccount } from './profile.ts'
import { own } from './session-actions.ts'
import { mustHaveDomain, nameHash } from './sign-in-names.ts'
import { mustKnow } from './step-up-actions.ts'
import { closeSubjects, type FollowedSubject, type Fresh, followSubject, makeSubjectLink, spendLink } from './subject-link-actions.ts'
import { becomes, peekAccount, tellUser } from './user-actions.ts'

const accepted = { status: 'accepted' } as const

/** Mails a link to the new address. Refuses INVALID_CREDENTIALS, BAD_REQUEST for an address without a domain, and MAIL_MISSING. */
export async function askForChange(
  keep: IdentityKeep,
  op: Operation,
  given: { email: string; currentPassword: string; keepSessions?: boolean },
): Promise<typeof accepted> {
  mustHaveDomain(given.email)
  const account = await mustKnow(keep, op, given.currentPassword)
  const { email: from } = await openAccount(keep, ownerOf(account), Sealed.fromDatabase(account.profile))
  const id = newId(op.now)
  const { tenantId, userId } = ownerOf(account)
  const content = await sealChange(keep, keyOf(keyed(account)), { tenantId, id }, { from, to: given.email })
  await keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'session.own', { ownerUserId: own(op).userId, resource: { type: 'user', id: userId } })
    if (keep.mail === 'none') refuse('MAIL_MISSING')
    await lockUser(tx, { tenantId, userId })
    const { ids, asked } = await openChanges(tx, { tenantId, userId }, new Date(op.now.getTime() - 3_600_000))
    if (asked >= linksAnHour) return
    await closeSubjects(tx, tenantId, ids, op.now)
    const kept = { askedIn: own(op).session.id, keepsSessions: given.keepSessions ?? false }
    await insertEmailChange(tx, { tenantId, userId, id, content, ...kept, now: op.now })
    await mail(tx, keep, op, account, { kind: 'email-change', subjectId: id, address: given.email })
  })
  return accepted
}

/** The new address from now on; the session that asked goes on, and the others where that was asked. Refuses LINK_…, and ACCOUNT_EXISTS where somebody else has it. */
export async function confirmChange(keep: IdentityKeep, op: Operation, token: string): Promise<{ status: 'changed' }> {
  const followed = await follow(keep, op, 'email-change', token)
  const { account, change, askedIn, keepsSessions } = followed
  const ended: Consequence[] = []
  const confirm = async (tx: Transaction) => {
    await move(tx, keep, op, account, change.to)
    await endEmailChange(tx, followed.subjectId, 'confirmed', op.now)
    await mail(tx, keep, op, account, { kind: 'email-undo', subjectId: followed.subjectId, address: change.from })
    await tellInUse(tx, keep, op, account, change.to)
    if (!keepsSessions) await endAllBut(tx, op, ownerOf(account), askedIn, ended)
  }
  await act(keep, op, followed, confirm, ended)
  return { status: 'changed' }
}

/** Another link by which to take the change back, to the old address; false where it was taken back, or its account is closed. */
export async function mailFreshUndo(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  { tenantId, subjectId, standsUntil }: Fresh,
): Promise<boolean> {
  const [row] = await tx.run(findEmailChange(subjectId))
  const [account] = row === undefined ? [] : await tx.run(findAccount(tenantId, row.user_id))
  if (row === undefined || row.confirmed_at === null || row.undone_at !== null || !account?.active) return false
  const { from: address } = await openChange(keep, { tenantId, id: subjectId }, Sealed.fromDatabase(row.content))
  await mail(tx, keep, op, account, { kind: 'email-undo', subjectId, address, standsUntil })
  return true
}

/**
 * The old address again. Whoever changed it knew the password, so that opens nothing any more, and no session stands; a forgotten password is asked
 * for as ever. Refuses LINK_….
 */
export async function undoChange(keep: IdentityKeep, op: Operation, token: string): Promise<{ status: 'undone' }> {
  const followed = await follow(keep, op, 'email-undo', token)
  const { account, change } = followed
  const nobodyKnows = await keep.passwords.hash(newSecret())
  const ended: Consequence[] = []
  await act(
    keep,
    op,
    followed,
    async (tx) => {
      const owner = ownerOf(account)
      await move(tx, keep, op, account, change.from)
      await endEmailChange(tx, followed.subjectId, 'undone', op.now)
      if (!(await replacePassword(tx, { ...owner, was: account.password_hash, passwordHash: nobodyKnows }))) refuse('LINK_REPLACED')
      await closeChallenges(tx, owner.tenantId, owner.userId, op.now)
      await tellInUse(tx, keep, op, account, change.from)
      await endAllBut(tx, op, owner, null, ended)
    },
    ended,
  )
  return { status: 'undone' }
}

type Followed = FollowedSubject & { account: AccountRow; change: EmailChange; askedIn: string | null; keepsSessions: boolean }

async function follow(keep: IdentityKeep, op: Operation, kind: SubjectKind, token: string): Promise<Followed> {
  const followed = await followSubject(keep, op, { kind, type: 'email-change' }, token)
  const { tenantId, subjectId: id } = followed
  const [[row]] = await keep.db.peek(tenantId, op.now, [findEmailChange(id)])
  const account = row && (await peekAccount(keep, tenantId, row.user_id, op.now))
  if (row === undefined || !account?.active) return refuse('LINK_UNKNOWN')
  const change = await openChange(keep, { tenantId, id }, Sealed.fromDatabase(row.content))
  return { ...followed, account, change, askedIn: row.asked_in, keepsSessions: row.keeps_sessions }
}

async function act(
  keep: IdentityKeep,
  op: Operation,
  followed: Followed,
  change: (tx: Transaction) => Promise<void>,
  consequences: Consequence[] = [],
): Promise<void> {
  const { account } = followed
  const user = await tellUser(keep, account, 1)
  const acting = keep.db.transact(
    op.asSystem(account.tenant_id, 'email-change'),
    async (tx) => {
      await lockUser(tx, ownerOf(account))
      await spendLink(tx, followed, op.now)
      await change(tx)
      // A link that waits in the mailbox of the other address leads nowhere any more.
      for (const kind of ['reset', 'verification'] as const) await replaceLinks(tx, ownerOf(account), kind, op.now)
      becomes(op, user)
      op.trace.admitted('public:link', { resource: { type: 'user', id: account.id } })
    },
    consequences,
  )
  await acting.catch((cause: unknown) => {
    throw codeOf(cause) === '23505' ? refuse('ACCOUNT_EXISTS') : cause
  })
}

async function move(tx: Transaction, keep: IdentityKeep, op: Operation, account: AccountRow, email: string): Promise<void> {
  const owner = ownerOf(account)
  const profile = await openAccount(keep, owner, Sealed.fromDatabase(account.profile))
  const sealed = await sealAccount(keep, keyed(account), { ...profile, email })
  const hash = await nameHash(keep.vault, mustHaveDomain(email))
  if (!(await moveAddress(tx, { ...owner, hash, profile: sealed, now: op.now }))) refuse('ACCOUNT_EXISTS')
}

/** The address that is used from now on hears of it too, after the fact. [V6.3.7] */
function tellInUse(tx: Transaction, keep: IdentityKeep, op: Operation, account: AccountRow, address: string): Promise<void> {
  const to = { ...ownerOf(account), patientId: account.patient_id ?? undefined, address, language: account.language }
  return notify(tx, keep, op, 'email-in-use', to)
}

type Post = { kind: 'email-change' | 'email-undo'; subjectId: string; address: string; standsUntil?: Date }

async function mail(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  account: AccountRow,
  { kind, subjectId, address, standsUntil }: Post,
): Promise<void> {
  const { tenantId, userId } = ownerOf(account)
  const [path, template] =
    kind === 'email-change' ? (['/confirm-email', 'email-change'] as const) : (['/undo-email', 'email-changed'] as const)
  const { link, standsUntil: usefulUntil } = await makeSubjectLink(tx, keep, op, { kind, tenantId, subjectId, path, standsUntil })
  const to = { tenantId, userId, patientId: account.patient_id ?? undefined, address, language: account.language }
  await queueMail(tx, keep, op, { ...to, template, data: { link }, usefulUntil })
}

function ownerOf({ tenant_id: tenantId, id: userId }: AccountRow): { tenantId: string; userId: string } {
  return { tenantId, userId }
}

function keyed(account: AccountRow) {
  return { ...ownerOf(account), role: account.role, patientId: account.patient_id }
}

// Mailed links carry 256 random bits behind a #, so that no server on the way logs them; their host is the configured one, whatever a request
// says. Whoever asks for one gets the same answer after the same steps, whatever is true of the name. [B82][F11]
import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'
import type { Transaction } from '../../platform/database.ts'
import { paced } from '../../platform/pace.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT, newSecret, Sealed } from '../../security/vault/index.ts'
import { queueMail } from '../mail/index.ts'
import type { AccountRow } from './account-store.ts'
import { ofMailedLink } from './counted-actions.ts'
import type { IdentityKeep, LinkKeep } from './identity-keep.ts'
import { type AskedKind, behindLink, type LinkTimes, linksAnHour, timesOf } from './link-rules.ts'
import { countLinks, insertLink, type LinkOwner, replaceLinks } from './link-store.ts'
import { countUse } from './lockout-actions.ts'
import { lockUser } from './password-store.ts'
import { openAccount } from './profile.ts'
import { accountNamed } from './sign-in-actions.ts'
import { type NameGiven, oneName } from './sign-in-rules.ts'
import { concerns } from './stranger-actions.ts'

const accepted = { status: 'accepted' } as const

/** Milliseconds after which, at the earliest, the answer leaves: what an account costs more than nobody does not show. */
export const answerMs = 100

/** Mails a link to the address of the account with that name, if it may have one; says nothing of whether. Refuses BAD_REQUEST without exactly one name, and SIGN_IN_LOCKED after too many. */
export async function askForLink(keep: IdentityKeep, op: Operation, kind: AskedKind, given: NameGiven): Promise<typeof accepted> {
  const name = oneName(given)
  await countUse(keep, op, await ofMailedLink(keep, op))
  await paced(answerMs, () => writeLink(keep, op, kind, name))
  return accepted
}

async function writeLink(keep: IdentityKeep, op: Operation, kind: AskedKind, name: string): Promise<void> {
  const account = await accountNamed(keep, op, name)
  if (account === undefined) concerns(op, INSTALLATION_TENANT)
  if (keep.mail === 'none') return keep.db.record(op, new Refusal('FORBIDDEN'))
  const receiver = account !== undefined && mayHave[kind](account) ? account : undefined
  const mail = await addressed(keep, receiver)
  await keep.db.transact(op.asSystem(mail.tenantId, 'mailed-link'), async (tx) => {
    await lockUser(tx, mail)
    const limited = (await countLinks(tx, mail, kind, new Date(op.now.getTime() - 3_600_000))) >= linksAnHour
    // For nobody the same rows are written, and lead nowhere.
    await mailLink(tx, keep, op, kind, limited ? { ...mail, userId: null } : mail)
    op.trace.admitted(limited ? 'public:link:limited' : 'public:link')
  })
}

const mayHave: Record<AskedKind, (account: AccountRow) => boolean> = {
  reset: (account) => account.active && (account.password_hash !== null || account.password_disabled),
  verification: (account) => account.active && !account.verified,
}

export type LinkReceiver = LinkOwner & { patientId?: string | undefined; address: string; language: string; passwordPolicy: string }

export async function addressed(keep: IdentityKeep, account: AccountRow | undefined): Promise<LinkReceiver> {
  if (account === undefined) {
    return { tenantId: INSTALLATION_TENANT, userId: null, address: 'nobody@invalid', language: 'en', passwordPolicy: 'composition' }
  }
  const { tenant_id: tenantId, id: userId, patient_id, language, password_policy: passwordPolicy } = account
  const { email: address } = await openAccount(keep, { tenantId, userId }, Sealed.fromDatabase(account.profile))
  return { tenantId, userId, patientId: patient_id ?? undefined, address, language, passwordPolicy }
}

type AccountKind = AskedKind | 'first-password'
const pages: Record<AccountKind, { path: string; template: MailTemplate }> = {
  reset: { path: '/reset', template: 'reset' },
  verification: { path: '/verify', template: 'verification' },
  'first-password': { path: '/reset', template: 'first-password' },
}

/** Puts a link into the outbox; those of its kind that stood before lead nowhere from now on. */
export async function mailLink(
  tx: Transaction,
  keep: LinkKeep,
  op: Operation,
  kind: AccountKind,
  to: LinkReceiver & { standsUntil?: Date },
): Promise<void> {
  const { tenantId, userId, patientId, address, language } = to
  const { link, standsUntil: usefulUntil } = await makeLink(tx, keep, op, kind, to)
  const { template } = pages[kind]
  await queueMail(tx, keep, op, { tenantId, userId, patientId, address, language, template, data: { link }, usefulUntil })
}

/** A link to an account, in the place of those of its kind that stood before; whoever asked for it hands it over. */
export async function makeLink(
  tx: Transaction,
  keep: LinkKeep,
  op: Operation,
  kind: AccountKind,
  to: LinkOwner & { passwordPolicy: string; standsUntil?: Date },
): Promise<LinkTimes & { link: string }> {
  const { tenantId, userId, passwordPolicy } = to
  const token = newSecret()
  const times = timesOf(kind, op.now, to.standsUntil)
  await replaceLinks(tx, to, kind, op.now)
  await insertLink(tx, { hash: keep.secrets.hash(token), kind, tenantId, userId, subjectId: null, now: op.now, ...times })
  const behind = behindLink(token, kind, times, kind === 'verification' ? undefined : passwordPolicy)
  return { link: `${keep.publicUrl}${pages[kind].path}#${behind}`, ...times }
}

type Notice = Extract<
  MailTemplate,
  | 'already-registered'
  | 'password-changed'
  | 'second-factor-changed'
  | 'recovery-code-used'
  | 'session-elsewhere'
  | 'account-closed'
  | 'factors-reset'
  | 'factor-reset-asked'
  | 'sessions-ended'
  | 'password-disabled'
  | 'email-in-use'
  | 'sign-on-changed'
>
const noticePages: Record<Notice, string> = {
  'already-registered': '/forgot',
  'password-changed': '/forgot',
  'second-factor-changed': '/security',
  'recovery-code-used': '/security',
  'session-elsewhere': '/security',
  'account-closed': '/register',
  'factors-reset': '/security',
  'factor-reset-asked': '/security',
  'sessions-ended': '/security',
  'password-disabled': '/forgot',
  'email-in-use': '/security',
  'sign-on-changed': '/security',
}

/** A mail without a link that proves anything; worth reading for three days. */
export async function notify(
  tx: Transaction,
  keep: LinkKeep,
  op: Operation,
  template: Notice,
  to: Omit<LinkReceiver, 'passwordPolicy'>,
): Promise<void> {
  const { tenantId, userId, patientId, address, language } = to
  const usefulUntil = new Date(op.now.getTime() + 3 * 86_400_000)
  const data = { link: keep.publicUrl + noticePages[template] }
  await queueMail(tx, keep, op, { tenantId, userId, patientId, address, language, template, data, usefulUntil })
}

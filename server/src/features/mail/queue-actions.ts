// A mail is a row, written in the transaction of its cause: what did not happen is not mailed, and what happened is.
import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT, type KeyOwner } from '../../security/vault/index.ts'
import { type MailContent, sealContent } from './content.ts'
import { countQueued, dropMailsOf, insertMail, sweepDead } from './store.ts'

/** What goes to an address of which nobody asks whose it is. */
const inviting: readonly MailTemplate[] = ['invitation', 'proxy-invitation']

export type OutgoingMail = {
  tenantId: string
  /** Null for a name that has no account: the same row is written, and never sent, unless it invites somebody to open one. */
  userId: string | null
  /** Whose key seals it; without it the organisation's own. */
  patientId?: string | undefined
  /** The patient of whose visits or cases it tells. */
  about?: string
  address: string
  /** BCP 47; a language without letters of its own gets the English ones. */
  language: string
  template: MailTemplate
  data: MailContent['data']
  /** After it nobody is helped by the mail any more. */
  usefulUntil: Date
}

/** Puts a mail into the outbox, and gives its id. It leaves after the transaction's commit, if there is a mail server; in the demo it stays. */
export async function queueMail(tx: Transaction, keep: Keep, op: Operation, mail: OutgoingMail): Promise<string> {
  const { tenantId, userId, address, language, template, data, usefulUntil } = mail
  const id = newId(op.now)
  const content = await sealContent(keep, ownerOf(mail), { tenantId, id }, { address, language, data })
  const state = userId === null && !inviting.includes(template) ? 'nobody' : 'waiting'
  await insertMail(tx, { tenantId, id, userId, template, content, patientId: mail.about ?? null, state, now: op.now, usefulUntil })
  return id
}

/** How many mails of a kind were put into the outbox for a user since then. For transactions that may see that user's mails. */
export function countMails(
  tx: Transaction,
  asked: { tenantId: string; userId: string; template: MailTemplate; since: Date },
): Promise<number> {
  return countQueued(tx, asked)
}

/** Whatever waits for a user leads nowhere any more, so it is not sent. */
export function dropMails(tx: Transaction, user: { tenantId: string; userId: string }, now: Date): Promise<void> {
  return dropMailsOf(tx, user, now)
}

/** Takes mails away that are long past their use; gives how many, at most so many as were asked for. */
export function sweepMails(tx: Transaction, before: Date, most: number): Promise<number> {
  return sweepDead(tx, before, most)
}

function ownerOf({ tenantId, patientId }: OutgoingMail): KeyOwner {
  if (tenantId === INSTALLATION_TENANT) return { kind: 'installation' }
  return patientId === undefined ? { kind: 'tenant' } : { kind: 'patient', patientId }
}

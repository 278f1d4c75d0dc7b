// Takes a mail, sends it, says that it is out. Between taking and saying so no other process can take it; who dies in between leaves it to be
// sent once more after two minutes, under the same Message-ID. No transaction is open while the mail server is spoken to.
import type { Transaction } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { type Carrier, LetterRefused } from '../../platform/mail.ts'
import type { Keep } from '../../security/keep.ts'
import { type Operation, systemOperation } from '../../security/operation.ts'
import { openName } from '../../security/people.ts'
import { founderRole } from '../../security/policy.ts'
import { EnvelopeError, Sealed } from '../../security/vault/index.ts'
import { openContent } from './content.ts'
import { writeLetter } from './letter-rules.ts'
import { restsOn } from './right-rules.ts'
import { heldMs, isHopeless, nextAttempt } from './sending-rules.ts'
import { endMail, findTold, listDue, postponeMail, type TakenMail, takeMail } from './store.ts'

export type Sending = { carrier: Carrier; now: () => Date; log: Pick<Log, 'warn'> }
type MailId = { tenantId: string; id: string }

/** Tries the mails whose time has come, at most so many at once, and gives how many there were. */
export async function sendDue(keep: Keep, sending: Sending, most: number): Promise<number> {
  const [due] = await keep.db.locators.runAll([listDue(sending.now(), most)])
  await Promise.all(due.map(({ tenant_id, id }) => sendOne(keep, sending, { tenantId: tenant_id, id })))
  return due.length
}

async function sendOne(keep: Keep, sending: Sending, mail: MailId): Promise<void> {
  const now = sending.now()
  const taking = operation(mail, now, 'none')
  const free = new Date(now.getTime() + heldMs)
  const found = await keep.db.transact(taking, async (tx) => {
    const taken = await takeMail(tx, mail, now, free)
    return taken && { taken, told: await readerOf(tx, keep, mail, taken, now) }
  })
  if (found === undefined) return
  const { taken, told } = found
  if (told === 'nobody' || now >= taken.useful_until) return end(keep, mail, 'given-up', now)
  try {
    await carry(keep, sending.carrier, mail, taken, told.address)
  } catch (cause) {
    return fail(keep, sending, mail, taken, cause)
  }
  await end(keep, mail, 'sent', sending.now())
}

/** Asked when it leaves, not when it was written: who may not know it any more is told nothing, and who may is told where they are now. */
async function readerOf(
  tx: Transaction,
  keep: Keep,
  { tenantId }: MailId,
  taken: TakenMail,
  now: Date,
): Promise<'nobody' | { address?: string }> {
  const right = restsOn[taken.template]
  if (right === 'account') return {}
  const [reader] = await tx.run(findTold(right, taken, founderRole, now))
  if (reader === undefined || taken.user_id === null) return 'nobody'
  const { email: address } = await openName(keep, tenantId, taken.user_id, reader.profile)
  return address === '' ? 'nobody' : { address }
}

async function carry(keep: Keep, carrier: Carrier, mail: MailId, taken: TakenMail, now?: string): Promise<void> {
  const { address: written, language, data } = await openContent(keep, mail, Sealed.fromDatabase(taken.content))
  const { subject, text, html } = writeLetter(taken.template, language, data)
  await carrier.carry({ id: mail.id, to: now ?? written, subject, text, html, date: taken.queued_at })
}

async function fail(keep: Keep, { now, log }: Sending, mail: MailId, taken: TakenMail, cause: unknown): Promise<void> {
  const next = nextAttempt(taken.attempts, now())
  const hopeless =
    cause instanceof LetterRefused ||
    cause instanceof EnvelopeError ||
    isHopeless({ attempts: taken.attempts, usefulUntil: taken.useful_until }, next)
  log.warn({ mail: mail.id, attempts: taken.attempts, cause }, hopeless ? 'a mail was given up' : 'a mail could not be sent yet')
  if (hopeless) return end(keep, mail, 'given-up', now())
  await keep.db.transact(operation(mail, now(), 'none'), (tx) => postponeMail(tx, mail, next))
}

async function end(keep: Keep, mail: MailId, state: 'sent' | 'given-up', now: Date): Promise<void> {
  const op = operation(mail, now, state === 'sent' ? 'mail.sent' : 'mail.given-up')
  await keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:mail', { resource: { type: 'mail', id: mail.id } })
    await endMail(tx, mail, state, now)
  })
}

function operation({ tenantId }: MailId, now: Date, action: 'none' | 'mail.sent' | 'mail.given-up'): Operation {
  return systemOperation(tenantId, 'mail', action, now)
}

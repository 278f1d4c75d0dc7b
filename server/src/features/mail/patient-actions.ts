import type { MailTemplate } from '@wardkeep/contract/mailbox.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { openName } from '../../security/people.ts'
import { queueMail } from './queue-actions.ts'
import { restsOn } from './right-rules.ts'
import { giveUp, listReaders } from './store.ts'

/** `publicUrl`: of this installation, without a slash at its end. */
export type MailKeep = Keep & { readonly publicUrl: string }
export type ToPatient = { patientId: string; template: MailTemplate; path: string; usefulUntil: Date; but?: readonly string[] }

/**
 * Writes to a patient, or where they have no account to those who act for them in what it is about; `but`: accounts that want none of it. For transactions of the system.
 * Gives the ids of the mails.
 */
export async function mailPatient(tx: Transaction, keep: MailKeep, op: Operation, to: ToPatient): Promise<string[]> {
  const readers = await tx.run(listReaders(to.patientId, restsOn[to.template], op.now))
  const own = readers.filter((reader) => reader.patient_id === to.patientId)
  const ids: string[] = []
  for (const { id: userId, patient_id: patientId, language, profile } of own.length > 0 ? own : readers) {
    if (to.but?.includes(userId)) continue
    const { email: address } = await openName(keep, op.tenantId, userId, profile)
    if (address === '') continue
    const { template, usefulUntil } = to
    const data = { link: `${keep.publicUrl}${to.path}` }
    const reader = { tenantId: op.tenantId, userId, patientId: patientId ?? undefined, address, language }
    ids.push(await queueMail(tx, keep, op, { ...reader, about: to.patientId, template, data, usefulUntil }))
  }
  return ids
}

/** A mail that still waits is not sent any more. For transactions of the system. */
export async function dropMail(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
  await tx.run(giveUp(ids, now))
}

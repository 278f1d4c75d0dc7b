// A patient is told that there is an answer, and nothing of what it says: they read it where they sign in. [A117 part]
import type { Transaction } from '../../platform/database.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { mailPatient } from '../mail/index.ts'
import type { CaseFacts } from './case.ts'
import type { CaseKeep } from './case-keep.ts'

const usefulMs = 30 * 86_400_000

/** In the transaction of the answer. Nobody is written to about a case of a vendor or of nobody, nor where no mail goes out. */
export async function tellOfAnswer(tx: Transaction, keep: CaseKeep, op: Operation, { patientId }: CaseFacts): Promise<void> {
  if (patientId === undefined || !keep.mails) return
  const usefulUntil = new Date(op.now.getTime() + usefulMs)
  await inside(tx, op, op.tenantId, () => mailPatient(tx, keep, op, { patientId, template: 'case-answered', path: '/cases', usefulUntil }))
}

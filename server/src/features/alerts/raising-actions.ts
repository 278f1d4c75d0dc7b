// An alert is a row in the transaction of its cause: what happened is told, what did not is not, and however many see it, it is told once. [B311]
import { alertKinds } from '@wardkeep/contract/alerts.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { openName } from '../../security/people.ts'
import { founderRole } from '../../security/policy.ts'
import { listActive } from '../../security/store.ts'
import { queueMail } from '../mail/index.ts'
import type { AlertKeep, Cause } from './alert.ts'
import { insertAlert, listRecipients } from './store.ts'

const day = 86_400_000

/** Raises an alert inside the transaction of its cause. Gives its event, to be written with the cause's; none where it stands already. */
export async function raiseAlert(tx: Transaction, keep: AlertKeep, op: Operation, cause: Cause): Promise<Consequence[]> {
  const id = await raiseIn(tx, keep, op, op.tenantId, cause)
  return id === undefined ? [] : [{ action: 'alert.raised', resource: { type: 'alert', id } }]
}

/** Raises the same alert in every active organisation. Gives the operation of each, whose event is to be written with the cause's. */
export async function raiseEverywhere(tx: Transaction, keep: AlertKeep, op: Operation, name: string, cause: Cause): Promise<Operation[]> {
  const raised: Operation[] = []
  for (const { tenant_id: tenantId } of await tx.run(listActive())) {
    const id = await raiseIn(tx, keep, op, tenantId, cause)
    if (id === undefined) continue
    const raising = op.asSystem(tenantId, name, 'alert.raised')
    raising.trace.admitted(`system:alert:${cause.kind}`, { resource: { type: 'alert', id } })
    raised.push(raising)
  }
  return raised
}

function raiseIn(tx: Transaction, keep: AlertKeep, op: Operation, tenantId: string, cause: Cause): Promise<string | undefined> {
  return inside(tx, op, tenantId, async () => {
    const id = newId(op.now)
    const severity = alertKinds[cause.kind]
    if (!(await insertAlert(tx, { ...cause, id, severity, raisedAt: op.now }))) return undefined
    if (severity === 'high') await mailAll(tx, keep, op, tenantId)
    return id
  })
}

/** Each gets the same words, in their language: what it is about stands behind the link alone. */
async function mailAll(tx: Transaction, keep: AlertKeep, op: Operation, tenantId: string): Promise<void> {
  for (const { id, language, profile } of await tx.run(listRecipients(founderRole))) {
    const { email: address } = await openName(keep, tenantId, id, profile)
    if (address === '') continue
    const data = { link: `${keep.publicUrl}/admin/alerts` }
    const usefulUntil = new Date(op.now.getTime() + day)
    await queueMail(tx, keep, op, { tenantId, userId: id, address, language, template: 'alert', data, usefulUntil })
  }
}

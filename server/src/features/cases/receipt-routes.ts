import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { forStranger } from '../identity/index.ts'
import { submitAnonymously } from './anonymous-actions.ts'
import { claim } from './claim-actions.ts'
import { readBy, writeBy } from './receipt-actions.ts'
import type { ReceiptKeep } from './receipt-keep.ts'

/** Serves nobody in particular. Where this was not called, there is no such address. */
export function receiptRoutes(door: Door, keep: ReceiptKeep): void {
  serve(door, api.submitAnonymously, (op, { body }) => forStranger(keep, op, () => submitAnonymously(keep, op, body)))
  serve(door, api.readByReceipt, (op, { body }) => forStranger(keep, op, () => readBy(keep, op, body.receipt)))
  serve(door, api.writeByReceipt, (op, { body }) => forStranger(keep, op, () => writeBy(keep, op, body.receipt, body.text)))
  serve(door, api.claimCase, (op, { body }) => claim(keep, op, body.receipt))
}

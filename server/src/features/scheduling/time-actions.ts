import type { Reader, Transaction } from '../../platform/database.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import type { Permit } from '../../security/permit.ts'
import type { Slot } from '../doctors/index.ts'
import { liveHold } from './holds-actions.ts'
import { clearWay, keepHeld, type Taking, takeTime } from './occupancy-store.ts'

/** `askedAt`: when the time was chosen, which is what notice is counted from. */
export type AskedTime = { doctorId: string; slot: Slot; askedAt: Date; holdId?: string }
type Asked = { doctorId?: string; start?: string; end?: string; holdId?: string }

/** The time that a body names, by itself or by a hold of the caller; refuses BAD_REQUEST where it does neither or both. */
export async function timeOf(tx: Reader, op: Operation, asked: Asked): Promise<AskedTime> {
  if (asked.holdId === undefined) {
    const start = instantIn(asked.start ?? missing('start'), 'start')
    return {
      doctorId: asked.doctorId ?? missing('doctorId'),
      slot: { start, end: instantIn(asked.end ?? missing('end'), 'end') },
      askedAt: op.now,
    }
  }
  if (asked.doctorId !== undefined || asked.start !== undefined || asked.end !== undefined)
    refuse('BAD_REQUEST', { errors: [{ field: 'holdId', reason: 'stands in place of doctorId, start and end' }] })
  const held = (await liveHold(tx, asked.holdId, op.now)) ?? refuse('HOLD_EXPIRED')
  return { doctorId: held.doctor_id, slot: { start: held.start, end: held.end }, askedAt: held.made_at, holdId: held.id }
}

/** Takes a time that is free: the constraint decides, also among those who ask at once. */
export async function takeFree(tx: Transaction, permit: Permit, taking: Taking, now: Date): Promise<void> {
  const [, taken] = await tx.runAll([clearWay(taking, now), takeTime(permit, taking)])
  if (taken.length < taking.resources.length) refuse('SLOT_TAKEN')
}

/** Takes what a hold kept, without a moment in which it is anybody's. */
export async function takeHeld(tx: Transaction, permit: Permit, { holderId, resources }: Taking, holdId: string, now: Date): Promise<void> {
  const kept = await tx.run(keepHeld(permit, holdId, holderId, now))
  if (kept.length < resources.length) refuse('HOLD_EXPIRED')
}

function missing(field: string): never {
  return refuse('BAD_REQUEST', { errors: [{ field, reason: 'is required' }] })
}

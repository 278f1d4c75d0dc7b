import type { Reader, Transaction } from '../../platform/database.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import type { Permit } from '../../security/permit.ts'
import { liveHold } from './holds-actions.ts'
import { clearWay, freeTime, takeTime } from './occupancy-store.ts'
import type { Place, Wish } from './place-actions.ts'

export type AskedTime = Wish & { holdId?: string }
type Asked = { doctorId?: string; start?: string; end?: string; holdId?: string; visitTypeId?: string; roomId?: string }

/** The time that a body names, by itself or by a hold of the caller; refuses BAD_REQUEST where it does neither or both. */
export async function timeOf(tx: Reader, op: Operation, asked: Asked): Promise<AskedTime> {
  const { holdId, doctorId, start, end, visitTypeId, roomId } = asked
  if (holdId === undefined) {
    const slot = { start: instantIn(start ?? missing('start'), 'start'), end: instantIn(end ?? missing('end'), 'end') }
    return { doctorId: doctorId ?? missing('doctorId'), slot, askedAt: op.now, visitTypeId, roomId }
  }
  if ([doctorId, start, end, visitTypeId, roomId].some((given) => given !== undefined))
    refuse('BAD_REQUEST', { errors: [{ field: 'holdId', reason: 'stands in place of doctorId, start, end, visitTypeId and roomId' }] })
  const held = (await liveHold(tx, holdId, op.now)) ?? refuse('HOLD_EXPIRED')
  return {
    doctorId: held.doctor_id,
    slot: { start: held.start, end: held.end },
    askedAt: held.made_at,
    visitTypeId: held.visit_type_id ?? undefined,
    roomId: held.room_id ?? undefined,
    holdId: held.id,
  }
}

/**
 * Takes the place for a visit: the constraint decides, also among those who ask at once. A hold of the caller is given up for it in the same
 * transaction, and whoever waits for that time finds the visit there.
 */
export async function takePlace(
  tx: Transaction,
  permit: Permit,
  visitId: string,
  place: Pick<Place, 'resources' | 'from' | 'until'>,
  holdId: string | undefined,
  now: Date,
): Promise<void> {
  if (holdId !== undefined && (await tx.run(freeTime(permit, holdId))).length === 0) refuse('HOLD_EXPIRED')
  const taking = { ...place, holderId: visitId }
  const [, taken] = await tx.runAll([clearWay(taking, now), takeTime(permit, taking)])
  if (taken.length < taking.resources.length) refuse('SLOT_TAKEN')
}

function missing(field: string): never {
  return refuse('BAD_REQUEST', { errors: [{ field, reason: 'is required' }] })
}

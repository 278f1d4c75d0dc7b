// What a visit needs of doctor and room, held to the rules of both: hours, notice, horizon and daily cap bind everybody who gives no reason why not.
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { hasPermission } from '../../security/policy.ts'
import { calendarIn, holdCalendar, mustBeOffered, mustOffer, readCalendar, type Slot, takeTurn } from '../doctors/index.ts'
import { findRoom } from './rooms-store.ts'
import { mustBePossible, takenBy } from './rules.ts'

/** `askedAt`: when the time was chosen, which is what notice is counted from. */
export type Wish = { doctorId: string; slot: Slot; askedAt: Date; visitTypeId?: string | undefined; roomId?: string | undefined }
/** `override`: the rules are set aside for a reason. `moved`: the visit that makes room for this one, of a kind that stands whoever offers it now. */
export type Leave = { override?: boolean; moved?: string }
export type Place = Awaited<ReturnType<typeof placeOf>>

/**
 * Where and when the wish would be: all that it takes, the doctor first. Refuses what the rules refuse, by their codes; a day's cap holds also among those
 * who book at once, since they wait for one another here. FORBIDDEN: a patient sets no rule aside and chooses no room.
 */
export async function placeOf(tx: Transaction, op: Operation, wish: Wish, { override = false, moved }: Leave = {}) {
  const { slot, visitTypeId, roomId } = wish
  if (roomId !== undefined && !hasPermission(op.actor.role, 'room.list')) refuse('FORBIDDEN')
  if (override && !hasPermission(op.actor.role, 'appointment.override')) refuse('FORBIDDEN')
  const span = slot.start < slot.end ? { from: slot.start, to: slot.end } : { from: slot.start, to: slot.start }
  const statements = [holdCalendar(wish.doctorId), ...readCalendar(wish.doctorId, span, visitTypeId)] as const
  const [, [doctor], hours, overrides, closed, [offered]] = await tx.runAll(statements)
  if (doctor === undefined) return refuse('NOT_FOUND')
  const calendar = calendarIn(doctor, hours, overrides, closed)
  const type = mustOffer(visitTypeId, offered && { ...offered, offered: offered.offered || moved !== undefined })
  if (override) {
    // Asked last, so that it is this rule that the event names.
    Permit.ask(op, 'appointment.override', { doctorId: doctor.id })
    mustBePossible(slot, op.now)
  } else {
    mustBeOffered(calendar, slot, wish.askedAt, type)
    await takeTurn(tx, doctor.id, calendar, slot, type, moved)
  }
  if (roomId !== undefined) {
    const [room] = await tx.run(findRoom(roomId))
    if (room === undefined || (!room.active && moved === undefined)) return refuse('NOT_FOUND')
  }
  const resources = [doctor.id, ...(roomId === undefined ? [] : [roomId])]
  return {
    doctorId: doctor.id,
    roomId,
    slot,
    type,
    timeZone: doctor.time_zone,
    resources,
    ...takenBy(slot, type ?? { bufferBefore: 0, bufferAfter: 0 }),
  }
}

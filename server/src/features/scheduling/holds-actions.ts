// A held time is kept from everybody else until it expires, which takes no worker: what is past its time counts for nothing and is removed by who comes next.
import type { Input, Reply } from '@wardkeep/contract'
import { holdLimits, type holdSlot } from '@wardkeep/contract/holds.ts'
import type { Reader, Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { countOwnHolds, findHold, findHoldMinutes, type HoldRow, insertHold, lockOwnHolds } from './holds-store.ts'
import { clearWay, freeTime, takeTime } from './occupancy-store.ts'
import { placeOf } from './place-actions.ts'

const minute = 60_000
const hour = 60 * minute

/** Holds a free slot; sent again under its key, the same hold is shown. */
export function hold(keep: Keep, op: Operation, wanted: Input<typeof holdSlot>['body']): Promise<Reply<typeof holdSlot>> {
  const slot = { start: instantIn(wanted.start, 'start'), end: instantIn(wanted.end, 'end') }
  const id = newId(op.now)
  return keep.db.transact(op, async (tx) => {
    const before = await madeBefore(keep, tx, op, { type: 'hold', id }, wanted)
    if (before !== undefined) return shownAgain(tx, op, before)
    const permit = askFor(op, id)
    const place = await placeOf(tx, op, { ...wanted, slot, askedAt: op.now })
    const taking = { ...place, holderId: id }
    const [[life = refuse('NOT_FOUND')]] = await tx.runAll([findHoldMinutes(), lockOwnHolds(), clearWay(taking, op.now)])
    const expiresAt = new Date(op.now.getTime() + life.minutes * minute)
    await mustHoldFew(tx, op.now, life.minutes)
    const { doctorId, roomId, type } = place
    const made = { id, doctorId, roomId, visitTypeId: type?.id, ...slot, expiresAt }
    const [taken] = await tx.runAll([takeTime(permit, taking, expiresAt), insertHold(permit, made, op.now)])
    if (taken.length < taking.resources.length) return refuse('SLOT_TAKEN')
    return told(id, expiresAt, op.now)
  })
}

/** Gives a held time back before it expires; what has expired or become a visit is no hold any more. */
export function release(keep: Keep, op: Operation, id: string): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    const held = await liveHold(tx, id, op.now)
    if (held === undefined) return refuse('NOT_FOUND')
    const freed = await tx.run(freeTime(askFor(op, id), held.id))
    return freed.length === 0 ? refuse('NOT_FOUND') : null
  })
}

/** The caller's own hold while it lasts. */
export async function liveHold(tx: Reader, id: string, now: Date): Promise<HoldRow | undefined> {
  const [held] = await tx.run(findHold(id))
  return held?.live && held.expires_at > now ? held : undefined
}

async function shownAgain(tx: Reader, op: Operation, id: string): Promise<Reply<typeof holdSlot>> {
  askFor(op, id)
  const held = (await liveHold(tx, id, op.now)) ?? refuse('HOLD_EXPIRED')
  return told(id, held.expires_at, op.now)
}

function told(id: string, expiresAt: Date, now: Date): Reply<typeof holdSlot> {
  return { id, expiresAt: expiresAt.toISOString(), seconds: Math.floor((expiresAt.getTime() - now.getTime()) / 1000) }
}

function askFor(op: Operation, id: string): Permit {
  return Permit.ask(op, 'appointment.hold', { ...(op.actor.userId && { ownerUserId: op.actor.userId }), resource: { type: 'hold', id } })
}

/** Nobody keeps a calendar from others by holds alone [T38]. */
async function mustHoldFew(tx: Transaction, now: Date, minutes: number): Promise<void> {
  const [, [standing]] = await tx.runAll(countOwnHolds(new Date(now.getTime() - hour), now))
  const { live = 0, made = 0, first } = standing ?? {}
  if (live >= holdLimits.atOnce) refuse('TOO_MANY_HOLDS', { headers: { 'Retry-After': String(minutes * 60) } })
  if (made < holdLimits.perHour) return
  const free = (first?.getTime() ?? now.getTime()) + hour
  refuse('TOO_MANY_HOLDS', { headers: { 'Retry-After': String(Math.ceil((free - now.getTime()) / 1000)) } })
}

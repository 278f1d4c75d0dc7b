import type { Api, Input, Reply } from '@wardkeep/contract'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import { insertRoom, listRooms, lockRoom, type RoomRow, updateRoom } from './rooms-store.ts'

type Room = Reply<Api['changeRoom']>

export function listAll(keep: Keep, op: Operation): Promise<Reply<Api['listRooms']>> {
  return keep.db.read(op, [listRooms()], ([rows]) => {
    Permit.askAll(op, 'room.list', rows.map(subjectOf))
    return { items: rows.map(roomIn), can: may(op.actor, 'room.manage', {}) ? ['manage'] : [] }
  })
}

export function addRoom(keep: Keep, op: Operation, { name }: Input<Api['addRoom']>['body']): Promise<Room> {
  const id = newId(op.now)
  return keep.db.transact(op, async (tx) => {
    const permit = Permit.ask(op, 'room.manage', subjectOf({ id, version: 1 }))
    const [row] = await tx.run(insertRoom(permit, id, name, op.now))
    const room = roomIn(row ?? refuse('ROOM_EXISTS'))
    await traceChange(keep, op, { of: { type: 'room', id }, after: room })
    return room
  })
}

/** Renames a room, or takes it out of use; visits that are booked in it stay there. */
export function changeRoom(
  keep: Keep,
  op: Operation,
  id: string,
  version: number,
  wanted: Input<Api['changeRoom']>['body'],
): Promise<Room> {
  return keep.db.transact(op, async (tx) => {
    const [standing] = await tx.run(lockRoom(id))
    if (standing === undefined) return refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'room.manage', subjectOf({ id, version: version + 1 }))
    if (standing.version !== version) return refuse('VERSION_CONFLICT')
    const [row] = await tx.run(updateRoom(permit, id, wanted))
    const room = roomIn(row ?? refuse('ROOM_EXISTS'))
    await traceChange(keep, op, { of: { type: 'room', id }, before: roomIn(standing), after: room })
    return room
  })
}

function subjectOf({ id, version }: Pick<RoomRow, 'id' | 'version'>) {
  return { resource: { type: 'room', id, version } }
}

function roomIn({ id, name, active, version }: RoomRow): Room {
  return { id, name, active, version }
}

import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, idParams, ProtectedLine, Version } from './shapes.ts'

const name = ProtectedLine(100, 1)
export const Room = Type.Object({ id: Id, name, active: Type.Boolean(), version: Version })

export const listRooms = endpoint({
  method: 'GET',
  path: '/rooms',
  status: 200,
  summary: 'The rooms that visits can be booked in',
  access: 'room.list',
  assurance: signedIn,
  audit: 'room.listed',
  reply: Type.Object({ items: Type.Array(Room), can: Can }),
  refusals: [],
})
export const addRoom = endpoint({
  method: 'POST',
  path: '/rooms',
  status: 201,
  summary: 'Add a room',
  access: 'room.manage',
  assurance: signedIn,
  audit: 'room.made',
  body: Exactly({ name }),
  reply: Room,
  refusals: ['ROOM_EXISTS'],
})
export const changeRoom = endpoint({
  method: 'PUT',
  path: '/rooms/:id',
  status: 200,
  summary: 'Rename a room, or take it out of use; visits that are booked in it stay there',
  access: 'room.manage',
  assurance: signedIn,
  audit: 'room.changed',
  versioned: true,
  params: idParams,
  body: Exactly({ name, active: Type.Boolean() }),
  reply: Room,
  refusals: ['NOT_FOUND', 'ROOM_EXISTS', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

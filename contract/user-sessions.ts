import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Session } from './identity.ts'
import { Exactly, Id, idParams } from './shapes.ts'

export const listUserSessions = endpoint({
  method: 'GET',
  path: '/users/:id/sessions',
  status: 200,
  summary: 'The sessions of somebody of the own organisation that are alive',
  access: 'user.manage',
  assurance: signedIn,
  audit: 'session.user-listed',
  params: idParams,
  reply: Type.Object({ items: Type.Array(Session), next: Type.Null() }),
  refusals: ['NOT_FOUND'],
})

export const endUserSessions = endpoint({
  method: 'DELETE',
  path: '/users/:id/sessions',
  status: 204,
  summary: 'End all sessions of somebody of the own organisation',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'session.user-ended',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

export const endEverybodysSessions = endpoint({
  method: 'DELETE',
  path: '/users/sessions',
  status: 204,
  summary: 'End every session in the own organisation but the one that asks',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'session.everybody-ended',
  reply: Type.Null(),
  refusals: [],
})

export const endUserSession = endpoint({
  method: 'DELETE',
  path: '/users/:id/sessions/:session',
  status: 204,
  summary: 'End one session of somebody of the own organisation',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'session.user-ended',
  params: Exactly({ id: Id, session: Id }),
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

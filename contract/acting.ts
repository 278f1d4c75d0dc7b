import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Exactly, Id } from './shapes.ts'

export const actFor = endpoint({
  method: 'POST',
  path: '/auth/acting',
  status: 201,
  summary: 'A token to act for one patient: it names them and who acts (RFC 8693 `act`), and reaches nothing else',
  access: 'proxy.own',
  assurance: signedIn,
  audit: 'proxy.acting',
  body: Exactly({ patientId: Id }),
  reply: Type.Object({
    accessToken: Type.String(),
    tokenType: Type.Literal('Bearer'),
    /** Seconds. It is not refreshed: ask anew. */
    expiresIn: Type.Integer(),
    actingFor: Id,
  }),
  refusals: ['NOT_FOUND', 'BEARER_REQUIRED'],
})

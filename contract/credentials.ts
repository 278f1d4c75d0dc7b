import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { BearerGrant, CookieGrant, Password } from './identity.ts'
import { Exactly } from './shapes.ts'

export const changePassword = endpoint({
  method: 'POST',
  path: '/auth/password/change',
  status: 200,
  summary: 'Choose a new password; every session ends, and this one goes on under new credentials',
  access: 'session.own',
  // The current password in the body is the fresh proof.
  assurance: signedIn,
  audit: 'password.changed',
  body: Exactly({ currentPassword: Password, newPassword: Password }),
  reply: Type.Union([BearerGrant, CookieGrant]),
  refusals: ['INVALID_CREDENTIALS', 'PASSWORD_REFUSED'],
})

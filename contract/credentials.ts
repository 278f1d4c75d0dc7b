import { Type } from 'typebox'
import { anyone, endpoint, freshlyProvenInFull, provenByPasswordGiven } from './endpoint.ts'
import { BearerGrant, CookieGrant, nameGiven, Password } from './identity.ts'
import { Exactly, idParams } from './shapes.ts'

export const changePassword = endpoint({
  method: 'POST',
  path: '/auth/password/change',
  status: 200,
  summary: 'Choose a new password; every session ends, and this one goes on under new credentials',
  access: 'session.own',
  assurance: provenByPasswordGiven,
  audit: 'password.changed',
  body: Exactly({ currentPassword: Password, newPassword: Password }),
  reply: Type.Union([BearerGrant, CookieGrant]),
  refusals: ['INVALID_CREDENTIALS', 'PASSWORD_REFUSED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

const accepted = Type.Object({ status: Type.Literal('accepted') })
/** What a mailed link carries behind its #. */
const LinkToken = Type.String({ minLength: 1, maxLength: 200 })

export const forgotPassword = endpoint({
  method: 'POST',
  path: '/auth/password/forgot',
  status: 202,
  summary: 'Ask for a mailed link to choose a new password; the answer is the same whatever is true of the name',
  access: 'public',
  assurance: anyone,
  audit: 'password.reset-asked',
  body: Exactly(nameGiven),
  reply: accepted,
  refusals: ['SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/auth/password/reset',
  status: 200,
  summary: 'Choose a new password by a mailed link; every session ends, and none is opened',
  access: 'public',
  assurance: anyone,
  audit: 'password.reset',
  body: Exactly({ token: LinkToken, password: Password }),
  reply: Type.Object({ status: Type.Literal('changed') }),
  refusals: ['LINK_UNKNOWN', 'LINK_USED', 'LINK_REPLACED', 'LINK_EXPIRED', 'PASSWORD_REFUSED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const askForVerification = endpoint({
  method: 'POST',
  path: '/auth/email/verification-link',
  status: 202,
  summary: 'Ask for another link to confirm an e-mail address; the answer is the same whatever is true of the name',
  access: 'public',
  assurance: anyone,
  audit: 'email.verification-asked',
  body: Exactly(nameGiven),
  reply: accepted,
  refusals: ['SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const verifyEmail = endpoint({
  method: 'POST',
  path: '/auth/email/verification',
  status: 200,
  summary: 'Confirm an e-mail address by a mailed link',
  access: 'public',
  assurance: anyone,
  audit: 'email.verified',
  body: Exactly({ token: LinkToken }),
  reply: Type.Object({ status: Type.Literal('verified') }),
  refusals: ['LINK_UNKNOWN', 'LINK_USED', 'LINK_REPLACED', 'LINK_EXPIRED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const askForFreshLink = endpoint({
  method: 'POST',
  path: '/auth/link/renewal',
  status: 202,
  summary:
    'Have a fresh link mailed in the place of one that has run out, to the address that it went to; the answer is the same whatever is true of it',
  access: 'public',
  assurance: anyone,
  audit: 'link.renewal-asked',
  body: Exactly({ token: LinkToken }),
  reply: accepted,
  refusals: ['SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const disablePassword = endpoint({
  method: 'POST',
  path: '/users/:id/password-disabling',
  status: 204,
  summary: 'Disable a password that is no longer safe: every session ends, and its owner chooses another by a mailed link',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'password.disabled',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND', 'OWN_ACCOUNT', 'LAST_ADMIN', 'PASSWORD_MISSING'],
})

export const unlockUser = endpoint({
  method: 'POST',
  path: '/users/:id/unlock',
  status: 204,
  summary: 'Let somebody of the own organisation sign in again who is locked out',
  access: 'user.unlock',
  assurance: freshlyProvenInFull,
  audit: 'account.unlocked',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

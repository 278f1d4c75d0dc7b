import { Type } from 'typebox'
import { anyone, endpoint, freshlyProvenInFull, provenByPasswordGiven, signedIn } from './endpoint.ts'
import { Email, Password, Role, User } from './identity.ts'
import { Can, Exactly, Id, Instant, idParams, Language, Page, ProtectedLine, pageQuery } from './shapes.ts'

/** Roles that can be exchanged for one another; a patient has a chart and a doctor a calendar, so these are given by invitation alone. */
export const exchangedRoles = ['admin', 'reception', 'auditor'] as const

export const Member = Type.Object({
  id: Id,
  displayName: Type.String(),
  email: Type.String(),
  username: Type.Optional(Type.String()),
  role: Role,
  active: Type.Boolean(),
  language: Language,
  patientId: Type.Optional(Id),
  doctorId: Type.Optional(Id),
  createdAt: Instant,
  lastSignIn: Type.Optional(Instant),
  requestCount: Type.Integer({ minimum: 0 }),
  /** Until when too many failed tries keep the account from signing in on unknown devices, or from proving itself once more. */
  lockedUntil: Type.Optional(Instant),
  /** The account has a second factor. */
  secondFactor: Type.Boolean(),
  /** Somebody asked that it be taken away; until then another administrator may do it. */
  factorReset: Type.Optional(Type.Object({ until: Instant, own: Type.Boolean() })),
  can: Can,
})

export const listUsers = endpoint({
  method: 'GET',
  path: '/users',
  status: 200,
  summary: 'Everybody who has an account, in the order in which they came',
  access: 'user.manage',
  assurance: signedIn,
  audit: 'user.listed',
  query: Exactly({
    ...pageQuery,
    role: Type.Optional(Role),
    active: Type.Optional(Type.Boolean()),
    /** Whose own chart it is. */
    patientId: Type.Optional(Id),
  }),
  reply: Page(Member),
  refusals: [],
})

export const updateUser = endpoint({
  method: 'PATCH',
  path: '/users/:id',
  status: 200,
  summary: 'Disable an account, which ends all its sessions, or enable it again',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'user.changed',
  params: idParams,
  body: Exactly({ active: Type.Boolean() }),
  reply: Member,
  refusals: ['NOT_FOUND', 'OWN_ACCOUNT', 'LAST_ADMIN'],
})

export const changeRole = endpoint({
  method: 'POST',
  path: '/users/:id/role',
  status: 201,
  summary: 'Give somebody another role, which ends all their sessions',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'user.role-changed',
  params: idParams,
  body: Exactly({ role: Type.Enum(exchangedRoles) }),
  reply: Member,
  refusals: ['NOT_FOUND', 'OWN_ACCOUNT', 'LAST_ADMIN', 'ROLE_FIXED'],
})

export const updateMe = endpoint({
  method: 'PATCH',
  path: '/auth/me',
  status: 200,
  summary: 'Change one’s own name or language',
  access: 'session.own',
  assurance: signedIn,
  audit: 'account.changed',
  body: Exactly({ displayName: Type.Optional(ProtectedLine(200, 1)), language: Type.Optional(Language) }),
  reply: User,
  refusals: [],
})

const accepted = Type.Object({ status: Type.Literal('accepted') })
const LinkToken = Type.String({ minLength: 1, maxLength: 200 })

export const changeEmail = endpoint({
  method: 'POST',
  path: '/auth/email/change',
  status: 202,
  summary: 'Ask to use another e-mail address; a link is mailed to it, and the answer is the same whatever is true of it',
  access: 'session.own',
  assurance: provenByPasswordGiven,
  audit: 'email.change-asked',
  /** Once it is confirmed, every other session than the one that asked ends, unless these are to be kept. */
  body: Exactly({ email: Email, currentPassword: Password, keepSessions: Type.Optional(Type.Boolean()) }),
  reply: accepted,
  refusals: ['INVALID_CREDENTIALS', 'MAIL_MISSING'],
})

export const confirmEmailChange = endpoint({
  method: 'POST',
  path: '/auth/email/change/confirmation',
  status: 200,
  summary: 'Use the new address from now on, by the link that was mailed to it; the old one hears of it',
  access: 'public',
  assurance: anyone,
  audit: 'email.changed',
  body: Exactly({ token: LinkToken }),
  reply: Type.Object({ status: Type.Literal('changed') }),
  refusals: ['LINK_UNKNOWN', 'LINK_USED', 'LINK_REPLACED', 'LINK_EXPIRED', 'ACCOUNT_EXISTS', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const undoEmailChange = endpoint({
  method: 'POST',
  path: '/auth/email/change/undo',
  status: 200,
  summary:
    'Take a change of the address back, by the link that was mailed to the old one; every session ends, and the password no longer opens',
  access: 'public',
  assurance: anyone,
  audit: 'email.change-undone',
  body: Exactly({ token: LinkToken }),
  reply: Type.Object({ status: Type.Literal('undone') }),
  refusals: ['LINK_UNKNOWN', 'LINK_USED', 'LINK_REPLACED', 'LINK_EXPIRED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

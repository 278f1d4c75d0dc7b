import { Type } from 'typebox'
import { anyone, endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Email, Password } from './identity.ts'
import { Can, Exactly, Id, Instant, idParams, Language, Page, PersonName, ProtectedLine, pageQuery } from './shapes.ts'

export const proxyCapacities = ['guardian', 'carer'] as const
/** Reading comes with every link; `book` is seeing, booking and cancelling visits, `cases` asking medical questions and following them. */
export const proxyScopes = ['read', 'book', 'cases'] as const
/** Years for which a link may be made at most, where it has an end at all. */
export const proxyYears = 5
/** How many invitations a patient makes in a day at most: each is a mail to whomever they name. */
export const proxyInvitations = { aDay: 5 } as const

const link = {
  id: Id,
  capacity: Type.Enum(proxyCapacities),
  scopes: Type.Array(Type.Enum(proxyScopes)),
  from: Instant,
  /** Without it, until somebody ends it. */
  until: Type.Optional(Instant),
  state: Type.Enum(['coming', 'live', 'ended']),
  can: Can,
}
/** Somebody who acts for a patient. */
export const ProxyOf = Type.Object({ ...link, proxy: PersonName })
/** Somebody for whom the caller acts. */
export const Proxied = Type.Object({ ...link, patient: PersonName })

export const listProxies = endpoint({
  method: 'GET',
  path: '/patients/:id/proxies',
  status: 200,
  summary: 'Who acts for a patient now or will, as what, and until when',
  access: 'proxy.read',
  assurance: signedIn,
  audit: 'proxy.listed',
  params: idParams,
  query: Exactly(pageQuery),
  reply: Page(ProxyOf),
  refusals: ['NOT_FOUND'],
})

export const linkProxy = endpoint({
  method: 'POST',
  path: '/patients/:id/proxies',
  status: 201,
  summary: 'Let the holder of a patient account act for another patient, after identification; for a minor it ends at the configured age',
  access: 'proxy.link',
  // It gives the chart away.
  assurance: freshlyProvenInFull,
  audit: 'proxy.linked',
  params: idParams,
  body: Exactly({
    /** The e-mail address of the account that is to act. */
    email: ProtectedLine(254, 3),
    capacity: Type.Enum(proxyCapacities),
    scopes: Type.Array(Type.Enum(proxyScopes), { minItems: 1, maxItems: 3, uniqueItems: true }),
    until: Type.Optional(Instant),
  }),
  reply: ProxyOf,
  refusals: ['NOT_FOUND', 'PROXY_UNKNOWN', 'ALREADY_PROXY'],
})

export const endProxy = endpoint({
  method: 'POST',
  path: '/patients/:id/proxies/:relationId/ending',
  status: 201,
  summary: 'End that somebody acts for a patient; from this answer on nothing of the patient is open to them',
  access: 'proxy.end',
  assurance: signedIn,
  audit: 'proxy.ended',
  params: Exactly({ id: Id, relationId: Id }),
  body: Exactly({}),
  reply: Type.Object(link),
  refusals: ['NOT_FOUND', 'PROXY_ENDED', 'NOT_OF_AGE'],
})

export const listProxied = endpoint({
  method: 'GET',
  path: '/proxied',
  status: 200,
  summary: 'For whom the caller acts now',
  access: 'proxy.own',
  assurance: signedIn,
  audit: 'proxy.own-listed',
  reply: Type.Object({ items: Type.Array(Proxied) }),
  refusals: [],
})

/** That somebody was asked to act for a patient, and has not answered yet. */
export const ProxyInvitation = Type.Object({
  id: Id,
  email: Type.String(),
  scopes: Type.Array(Type.Enum(proxyScopes)),
  /** When the link will end, where it has an end. */
  until: Type.Optional(Instant),
  madeAt: Instant,
  expiresAt: Instant,
  can: Can,
})

const Token = Type.String({ minLength: 1, maxLength: 200 })
const deadLink = [
  'LINK_UNKNOWN',
  'LINK_USED',
  'LINK_REPLACED',
  'LINK_EXPIRED',
  'INVITATION_CLOSED',
  'SIGN_IN_LOCKED',
  'TOO_MANY_REQUESTS',
] as const

export const inviteProxy = endpoint({
  method: 'POST',
  path: '/patients/:id/proxy-invitations',
  status: 201,
  summary: 'Invite somebody to act for oneself, by a mailed link; the answer is the same whatever is true of the address',
  access: 'proxy.invite',
  // It gives the chart away.
  assurance: freshlyProvenInFull,
  audit: 'proxy.invited',
  params: idParams,
  body: Exactly({
    email: Email,
    scopes: Type.Array(Type.Enum(proxyScopes), { minItems: 1, maxItems: 3, uniqueItems: true }),
    until: Type.Optional(Instant),
  }),
  reply: ProxyInvitation,
  refusals: ['NOT_FOUND', 'NOT_OF_AGE', 'TOO_MANY_INVITATIONS', 'MAIL_MISSING'],
})

export const listProxyInvitations = endpoint({
  method: 'GET',
  path: '/patients/:id/proxy-invitations',
  status: 200,
  summary: 'Who was invited to act for a patient and has not answered yet, the newest first',
  access: 'proxy.read',
  assurance: signedIn,
  audit: 'proxy.invitations-listed',
  params: idParams,
  reply: Type.Object({ items: Type.Array(ProxyInvitation) }),
  refusals: ['NOT_FOUND'],
})

export const withdrawProxyInvitation = endpoint({
  method: 'POST',
  path: '/patients/:id/proxy-invitations/:invitationId/withdrawal',
  status: 201,
  summary: 'Withdraw an invitation that waits; its link leads nowhere from now on',
  access: 'proxy.invite',
  assurance: signedIn,
  audit: 'proxy.invitation-withdrawn',
  params: Exactly({ id: Id, invitationId: Id }),
  reply: Type.Object({ id: Id, withdrawnAt: Instant }),
  refusals: ['NOT_FOUND', 'INVITATION_CLOSED'],
})

export const acceptProxy = endpoint({
  method: 'POST',
  path: '/proxied',
  status: 201,
  summary: 'Accept an invitation to act for a patient, with the account that has the invited address',
  access: 'proxy.own',
  assurance: signedIn,
  audit: 'proxy.accepted',
  body: Exactly({ token: Token }),
  reply: Type.Object(link),
  refusals: [...deadLink, 'OTHER_ADDRESS', 'ALREADY_PROXY'],
})

export const joinAsProxy = endpoint({
  method: 'POST',
  path: '/proxied/joining',
  status: 201,
  summary: 'Accept it with a new account, which is made with a password of one’s own; the address counts as proven',
  access: 'public',
  assurance: anyone,
  audit: 'proxy.accepted',
  body: Exactly({ token: Token, displayName: ProtectedLine(200, 1), password: Password, language: Type.Optional(Language) }),
  reply: Type.Object({ status: Type.Literal('accepted') }),
  refusals: [...deadLink, 'ACCOUNT_EXISTS', 'PASSWORD_REFUSED'],
})

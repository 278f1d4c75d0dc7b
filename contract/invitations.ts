import { Type } from 'typebox'
import { anyone, endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Email, Password } from './identity.ts'
import { Can, Exactly, Id, Instant, idParams, Language, Page, ProtectedLine, pageQuery } from './shapes.ts'

/** Roles that somebody can be invited as. */
export const invitedRoles = ['patient', 'doctor', 'admin', 'reception', 'auditor'] as const
export const invitationStates = ['waiting', 'accepted', 'withdrawn', 'expired'] as const

export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  displayName: Type.String(),
  role: Type.Enum(invitedRoles),
  language: Language,
  patientId: Type.Optional(Id),
  state: Type.Enum(invitationStates),
  madeAt: Instant,
  expiresAt: Instant,
  can: Can,
})

export const invite = endpoint({
  method: 'POST',
  path: '/invitations',
  status: 201,
  summary: 'Invite somebody by a mailed link; the answer is the same whatever is true of the address',
  access: 'invitation.manage',
  // Who invites gives a role away.
  assurance: freshlyProvenInFull,
  audit: 'invitation.made',
  body: Exactly({
    email: Email,
    displayName: ProtectedLine(200, 1),
    role: Type.Enum(invitedRoles),
    language: Type.Optional(Language),
    patientId: Type.Optional(Id),
    doctor: Type.Optional(
      Exactly({
        languages: Type.Array(Language, { minItems: 1, maxItems: 20 }),
        specialties: Type.Array(ProtectedLine(100, 1), { maxItems: 20 }),
      }),
    ),
  }),
  reply: Invitation,
  refusals: ['NOT_FOUND', 'CHART_HAS_ACCOUNT', 'MAIL_MISSING'],
})

export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  status: 200,
  summary: 'Invitations, newest first',
  access: 'invitation.manage',
  assurance: signedIn,
  audit: 'invitation.listed',
  query: Exactly(pageQuery),
  reply: Page(Invitation),
  refusals: [],
})

export const withdrawInvitation = endpoint({
  method: 'POST',
  path: '/invitations/:id/withdrawal',
  status: 201,
  summary: 'Withdraw an invitation that waits; its link leads nowhere from now on',
  access: 'invitation.manage',
  assurance: signedIn,
  audit: 'invitation.withdrawn',
  params: idParams,
  reply: Invitation,
  refusals: ['NOT_FOUND', 'INVITATION_CLOSED'],
})

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/invitations/acceptance',
  status: 201,
  summary: 'Accept an invitation by its link: the account is made with a password of one’s own, and the address counts as proven',
  access: 'public',
  assurance: anyone,
  audit: 'invitation.accepted',
  body: Exactly({ token: Type.String({ minLength: 1, maxLength: 200 }), password: Password }),
  reply: Type.Object({ status: Type.Literal('accepted') }),
  refusals: [
    'LINK_UNKNOWN',
    'LINK_USED',
    'LINK_REPLACED',
    'LINK_EXPIRED',
    'INVITATION_CLOSED',
    'ACCOUNT_EXISTS',
    'CHART_HAS_ACCOUNT',
    'PASSWORD_REFUSED',
    'SIGN_IN_LOCKED',
    'TOO_MANY_REQUESTS',
  ],
})

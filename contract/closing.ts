import { Type } from 'typebox'
import { type Assurance, endpoint, freshlyProvenInFull } from './endpoint.ts'
import { Email } from './identity.ts'
import { Member } from './people.ts'
import { Exactly, idParams } from './shapes.ts'

/** Why somebody's second factors are taken away. */
export const resetReasons = ['device-lost', 'device-replaced', 'codes-lost', 'misuse-suspected'] as const

/** As strong as the account can give a proof, but not before a factor it must have is set up. */
const byOwner: Assurance = { level: 1, freshWithin: 300, ofAccount: true }

/** Typed once more, so that nobody closes an account by a slip. */
const typed = Exactly({ email: Email })
const closed = Type.Object({ status: Type.Literal('closed') })

export const closeAccount = endpoint({
  method: 'POST',
  path: '/auth/account/closure',
  status: 201,
  summary: 'Close one’s own account, at once and for good; the chart stays with the organisation, and the address is free again',
  access: 'account.close',
  assurance: byOwner,
  audit: 'account.closed',
  body: typed,
  reply: closed,
  refusals: ['LAST_ADMIN'],
})

export const closeUser = endpoint({
  method: 'POST',
  path: '/users/:id/closure',
  status: 201,
  summary: 'Close somebody’s account, at once and for good; their address is typed as a confirmation',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'user.closed',
  params: idParams,
  body: typed,
  reply: closed,
  refusals: ['NOT_FOUND', 'OWN_ACCOUNT', 'LAST_ADMIN'],
})

/** What was seen of who asks, when the account was made or now. */
export const identityEvidence = ['photo-id', 'known-in-person', 'photo-id-by-video'] as const
/** Hours within which another administrator has to agree. */
export const resetHours = 24

export const askForFactorReset = endpoint({
  method: 'POST',
  path: '/users/:id/factor-reset',
  status: 201,
  summary:
    'Ask that somebody’s lost second factors be taken away, having seen who they are; they hear of it, and another administrator does it',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'user.factor-reset-asked',
  params: idParams,
  body: Exactly({ reason: Type.Enum(resetReasons), evidence: Type.Enum(identityEvidence) }),
  reply: Member,
  refusals: ['NOT_FOUND', 'OWN_ACCOUNT', 'FACTOR_MISSING'],
})

export const resetFactors = endpoint({
  method: 'POST',
  path: '/users/:id/factor-reset/confirmation',
  status: 201,
  summary: 'Take somebody’s second factors and recovery codes away, as another administrator asked, which ends all their sessions',
  access: 'user.manage',
  assurance: freshlyProvenInFull,
  audit: 'user.factors-reset',
  params: idParams,
  body: Exactly({ evidence: Type.Enum(identityEvidence) }),
  reply: Member,
  refusals: ['NOT_FOUND', 'OWN_ACCOUNT', 'FACTOR_MISSING', 'RESET_NOT_ASKED', 'SECOND_PERSON_NEEDED'],
})

import { Type } from 'typebox'
import { endpoint, evenEnrolling, freshlyProvenAsAccount, provenAsAccount } from './endpoint.ts'
import { TotpCode } from './identity.ts'
import { keepingSessions, Passkey } from './passkeys.ts'
import { Can, Exactly, Instant } from './shapes.ts'

/** Shown once, here: they are kept as keyed hashes. */
const RecoveryCodes = Type.Array(Type.String())

export const listFactors = endpoint({
  method: 'GET',
  path: '/auth/factors',
  status: 200,
  summary: 'Own second factors',
  access: 'session.own',
  assurance: evenEnrolling,
  audit: 'factor.listed',
  reply: Type.Object({
    /** The account must have one. */
    required: Type.Boolean(),
    totp: Type.Optional(Type.Object({ since: Instant })),
    recoveryCodes: Type.Optional(Type.Object({ left: Type.Integer({ minimum: 0 }), madeAt: Instant })),
    passkeys: Type.Array(Passkey),
    can: Can,
  }),
  refusals: [],
})

export const beginTotp = endpoint({
  method: 'POST',
  path: '/auth/totp',
  status: 201,
  summary: 'Begin to set up an authenticator app; one that stands goes on to count until the new one is confirmed',
  access: 'session.own',
  assurance: freshlyProvenAsAccount,
  audit: 'authenticator.begun',
  reply: Type.Object({
    /** Base32, for who types it. */
    secret: Type.String(),
    /** What a QR code carries. It contains the secret. */
    otpauthUrl: Type.String(),
    expiresAt: Instant,
  }),
  refusals: [],
})

export const confirmTotp = endpoint({
  method: 'POST',
  path: '/auth/totp/confirmation',
  status: 200,
  summary: 'Finish setting up an authenticator app, by a code of it',
  access: 'session.own',
  assurance: provenAsAccount,
  audit: 'authenticator.confirmed',
  query: keepingSessions,
  body: Exactly({ code: TotpCode }),
  /** Recovery codes where the account had none left. */
  reply: Type.Object({ recoveryCodes: Type.Optional(RecoveryCodes) }),
  refusals: ['INVALID_CREDENTIALS', 'ENROLMENT_GONE'],
})

export const removeTotp = endpoint({
  method: 'DELETE',
  path: '/auth/totp',
  status: 204,
  summary: 'Remove the authenticator app; recovery codes go with the last factor',
  access: 'session.own',
  assurance: freshlyProvenAsAccount,
  audit: 'authenticator.removed',
  query: keepingSessions,
  reply: Type.Null(),
  refusals: ['FACTOR_MISSING', 'FACTOR_REQUIRED'],
})

export const makeRecoveryCodes = endpoint({
  method: 'POST',
  path: '/auth/recovery-codes',
  status: 201,
  summary: 'Make new recovery codes; those from before open nothing any more',
  access: 'session.own',
  assurance: freshlyProvenAsAccount,
  audit: 'recovery-codes.made',
  query: keepingSessions,
  reply: Type.Object({ recoveryCodes: RecoveryCodes }),
  refusals: ['FACTOR_MISSING'],
})

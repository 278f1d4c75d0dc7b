import { Type } from 'typebox'
import { anyone, endpoint, freshlyProvenAsAccount, provenAsAccount, signedIn } from './endpoint.ts'
import { BearerGrant, CookieGrant, PasskeyAnswer } from './identity.ts'
import { Exactly, Id, Instant, idParams, ProtectedLine } from './shapes.ts'

/** Who changes a factor ends their other sessions by it, unless they ask to keep them. */
export const keepingSessions = Exactly({ keepSessions: Type.Optional(Type.Boolean()) })

/** What its owner calls it. */
const PasskeyName = ProtectedLine(60, 1)
export const Passkey = Type.Object({
  id: Id,
  name: Type.String(),
  registeredAt: Instant,
  usedAt: Type.Optional(Instant),
  /** Its key stays on one device, as the authenticator says. */
  deviceBound: Type.Boolean(),
})

/** As `navigator.credentials` takes them in JSON (WebAuthn Level 3). */
const CredentialName = Type.Object({ id: Type.String(), type: Type.Literal('public-key') })
const RequestOptions = Type.Object({
  challenge: Type.String(),
  rpId: Type.String(),
  timeout: Type.Integer(),
  userVerification: Type.Literal('required'),
})
const CreationOptions = Type.Object({
  challenge: Type.String(),
  rp: Type.Object({ id: Type.String(), name: Type.String() }),
  user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
  pubKeyCredParams: Type.Array(Type.Object({ alg: Type.Integer(), type: Type.Literal('public-key') })),
  timeout: Type.Integer(),
  attestation: Type.Literal('none'),
  excludeCredentials: Type.Array(CredentialName),
  authenticatorSelection: Type.Object({
    residentKey: Type.Literal('required'),
    requireResidentKey: Type.Boolean(),
    userVerification: Type.Literal('required'),
  }),
})

const base64url = Type.String({ pattern: '^[A-Za-z0-9_-]{1,8192}$' })
/** What `navigator.credentials.create` gave, in JSON; what is derived from the rest may be left out. */
const Registered = Exactly({
  id: base64url,
  rawId: base64url,
  type: Type.Literal('public-key'),
  response: Exactly({
    clientDataJSON: base64url,
    attestationObject: base64url,
    authenticatorData: Type.Optional(base64url),
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
    publicKey: Type.Optional(base64url),
    publicKeyAlgorithm: Type.Optional(Type.Integer()),
  }),
  authenticatorAttachment: Type.Optional(Type.Union([Type.Literal('platform'), Type.Literal('cross-platform')])),
  clientExtensionResults: Type.Object({}),
})

export const passkeyChallenge = endpoint({
  method: 'POST',
  path: '/auth/passkeys/challenge',
  status: 200,
  summary: 'A challenge for a passkey to answer once, within five minutes',
  access: 'public',
  assurance: anyone,
  audit: 'none',
  reply: RequestOptions,
  refusals: [],
})

export const passkeySignIn = endpoint({
  method: 'POST',
  path: '/auth/passkeys/sign-in',
  status: 200,
  summary: 'Sign in with a passkey alone: it is two factors in one',
  access: 'public',
  assurance: anyone,
  audit: 'session.signed-in',
  body: Exactly({ credential: PasskeyAnswer, cookie: Type.Optional(Type.Boolean()) }),
  reply: Type.Union([BearerGrant, CookieGrant]),
  refusals: ['INVALID_CREDENTIALS', 'EMAIL_UNVERIFIED', 'ORIGIN_REFUSED'],
})

export const beginPasskey = endpoint({
  method: 'POST',
  path: '/auth/passkeys/registration',
  status: 201,
  summary: 'Begin to register a passkey',
  access: 'session.own',
  assurance: freshlyProvenAsAccount,
  audit: 'passkey.begun',
  reply: CreationOptions,
  refusals: [],
})

export const registerPasskey = endpoint({
  method: 'POST',
  path: '/auth/passkeys',
  status: 201,
  summary: 'Finish registering a passkey',
  access: 'session.own',
  assurance: provenAsAccount,
  audit: 'passkey.registered',
  query: keepingSessions,
  body: Exactly({ name: PasskeyName, credential: Registered }),
  /** Recovery codes where the account had none left. */
  reply: Type.Object({ passkey: Passkey, recoveryCodes: Type.Optional(Type.Array(Type.String())) }),
  refusals: ['INVALID_CREDENTIALS', 'ENROLMENT_GONE', 'PASSKEY_NOT_BOUND'],
})

export const renamePasskey = endpoint({
  method: 'PATCH',
  path: '/auth/passkeys/:id',
  status: 204,
  summary: 'Call a passkey otherwise',
  access: 'session.own',
  assurance: signedIn,
  audit: 'passkey.renamed',
  params: idParams,
  body: Exactly({ name: PasskeyName }),
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/auth/passkeys/:id',
  status: 204,
  summary: 'Remove a passkey; recovery codes go with the last factor',
  access: 'session.own',
  assurance: freshlyProvenAsAccount,
  audit: 'passkey.removed',
  params: idParams,
  query: keepingSessions,
  reply: Type.Null(),
  refusals: ['NOT_FOUND', 'FACTOR_REQUIRED'],
})

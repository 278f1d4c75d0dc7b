import { Type } from 'typebox'
import { anyone, endpoint, evenLocked, freshlyProven, signedIn } from './endpoint.ts'
import { passwordPolicies } from './passwords/index.ts'
import { Exactly, Id, Instant, idParams, Language, ProtectedLine } from './shapes.ts'

export const roles = ['patient', 'doctor', 'admin', 'reception', 'auditor', 'service'] as const
export const Role = Type.Enum(roles)
export type RoleName = (typeof roles)[number]

/** A practical subset of RFC 5321: one @, no controls, at most 254. */
export const Email = Type.String({
  maxLength: 254,
  minLength: 3,
  pattern: '^[^\\s@\\u0000-\\u001f\\u007f<>()\\[\\],;:"\\\\]{1,64}@[^\\s@\\u0000-\\u001f\\u007f<>()\\[\\],;:"\\\\]{1,253}$',
})
export const Username = Type.String({ pattern: '^[A-Za-z0-9_-]{3,50}$' })
/** Any Unicode; the rules of the organisation's policy are told one by one (422 PASSWORD_REFUSED), never by this shape. */
export const Password = Type.String({ minLength: 1, maxLength: 1024 })

/** By which a new password is judged. */
export const PasswordPolicyName = Type.Enum(passwordPolicies)

/** By what somebody who is signed in proves who they are once more. */
export const proofMethods = ['password', 'totp', 'passkey'] as const

export const User = Type.Object({
  id: Id,
  email: Type.String(),
  username: Type.Optional(Type.String()),
  displayName: Type.String(),
  role: Role,
  language: Language,
  organisation: Type.Object({ id: Id, slug: Type.String(), name: Type.String(), passwordPolicy: PasswordPolicyName }),
  patientId: Type.Optional(Id),
  doctorId: Type.Optional(Id),
  assurance: Type.Integer({ minimum: 1, maximum: 2 }),
  /** The account must have a second factor, or one of a kind, and has none: this session can set one up, and nothing else. */
  mustEnrol: Type.Boolean(),
  /** Seconds without use after which what is protected locks. */
  idleSeconds: Type.Integer({ minimum: 300, maximum: 604_800 }),
  /** By what the account can give a fresh proof. */
  proofs: Type.Array(Type.Enum(proofMethods)),
  /** The account has a second factor. */
  hasFactor: Type.Boolean(),
  /** The kind of passkey that the organisation asks of the account. */
  passkeyAsked: Type.Optional(Type.Enum(['passkey', 'device-bound-passkey'])),
  requestCount: Type.Integer({ minimum: 0 }),
})

export const BearerGrant = Type.Object({
  accessToken: Type.String(),
  refreshToken: Type.String(),
  tokenType: Type.Literal('Bearer'),
  expiresIn: Type.Integer(),
  user: User,
})
export const CookieGrant = Type.Object({ user: User, csrfToken: Type.String() })
/** What may be shown as a second factor. */
export const factorMethods = ['passkey', 'totp', 'recovery'] as const
/** What who must show a second factor gets in the place of a session. */
export const SignInChallenge = Type.Object({
  secondFactor: Type.Object({ challenge: Type.String(), methods: Type.Array(Type.Enum(factorMethods)) }),
})
/** Bearer callers get tokens in the body, browsers a cookie, and who must show a second factor a challenge. */
export const SignInReply = Type.Union([BearerGrant, CookieGrant, SignInChallenge])

const opaque = Type.String({ minLength: 1, maxLength: 4096 })
/** What an authenticator app shows. */
export const TotpCode = Type.String({ pattern: '^[0-9]{6}$' })
const base64url = Type.String({ pattern: '^[A-Za-z0-9_-]{1,8192}$' })
/** What `navigator.credentials.get` gave for a challenge, in JSON (WebAuthn Level 3). */
export const PasskeyAnswer = Exactly({
  id: base64url,
  rawId: base64url,
  type: Type.Literal('public-key'),
  response: Exactly({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  authenticatorAttachment: Type.Optional(Type.Union([Type.Literal('platform'), Type.Literal('cross-platform')])),
  clientExtensionResults: Type.Object({}),
})
/** Of an authenticator app, or from the sheet of recovery codes, with or without its dashes. */
const FactorCode = Type.String({ pattern: '^[0-9A-Za-z -]{6,60}$' })

export const register = endpoint({
  method: 'POST',
  path: '/auth/register',
  aliases: ['/auth/register'],
  status: 202,
  summary: 'Ask for an account; the answer is the same whatever is true of the e-mail',
  access: 'public',
  assurance: anyone,
  audit: 'account.registered',
  body: Exactly({
    email: Email,
    password: Password,
    displayName: ProtectedLine(200, 1),
    username: Type.Optional(Username),
    language: Type.Optional(Language),
  }),
  reply: Type.Object({ status: Type.Literal('accepted') }),
  refusals: ['PASSWORD_REFUSED', 'FORBIDDEN', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

/** Exactly one of them names who is meant. */
export const nameGiven = {
  login: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
  email: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
  username: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
}
const loginBody = { ...nameGiven, password: Password }

export const login = endpoint({
  method: 'POST',
  path: '/auth/login',
  aliases: ['/auth/login'],
  status: 200,
  summary: 'Sign in with a password',
  access: 'public',
  assurance: anyone,
  audit: 'session.signed-in',
  body: Exactly({ ...loginBody, cookie: Type.Optional(Type.Boolean()) }),
  reply: SignInReply,
  refusals: ['INVALID_CREDENTIALS', 'EMAIL_UNVERIFIED', 'ORIGIN_REFUSED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const secondFactor = endpoint({
  method: 'POST',
  path: '/auth/second-factor',
  status: 200,
  summary: 'The second half of a sign-in',
  access: 'public',
  assurance: anyone,
  audit: 'session.second-factor',
  body: Exactly({
    challenge: opaque,
    method: Type.Enum(factorMethods),
    code: Type.Optional(FactorCode),
    credential: Type.Optional(PasskeyAnswer),
    cookie: Type.Optional(Type.Boolean()),
  }),
  reply: Type.Union([BearerGrant, CookieGrant]),
  refusals: ['INVALID_CREDENTIALS', 'EMAIL_UNVERIFIED', 'ORIGIN_REFUSED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const refresh = endpoint({
  method: 'POST',
  path: '/auth/refresh',
  aliases: ['/auth/refresh'],
  status: 200,
  summary: 'Exchange a refresh token for a new pair',
  access: 'public',
  assurance: anyone,
  audit: 'session.refreshed',
  body: Exactly({ refreshToken: opaque }),
  reply: BearerGrant,
  refusals: ['INVALID_CREDENTIALS'],
})

/** The SimpleJWT wire form of the same three acts, with the same controls. */
export const jwtCreate = endpoint({
  method: 'POST',
  path: '/auth/jwt/create',
  status: 200,
  summary: 'Sign in (SimpleJWT form)',
  access: 'public',
  assurance: anyone,
  audit: 'session.signed-in',
  body: Exactly(loginBody),
  reply: Type.Union([Type.Object({ access: Type.String(), refresh: Type.String() }), SignInChallenge]),
  refusals: ['INVALID_CREDENTIALS', 'EMAIL_UNVERIFIED', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})
export const jwtRefresh = endpoint({
  method: 'POST',
  path: '/auth/jwt/refresh',
  status: 200,
  summary: 'Exchange a refresh token (SimpleJWT form)',
  access: 'public',
  assurance: anyone,
  audit: 'session.refreshed',
  body: Exactly({ refresh: opaque }),
  reply: Type.Object({ access: Type.String(), refresh: Type.String() }),
  refusals: ['INVALID_CREDENTIALS'],
})
export const jwtVerify = endpoint({
  method: 'POST',
  path: '/auth/jwt/verify',
  status: 200,
  summary: 'Whether an access token stands (SimpleJWT form)',
  access: 'public',
  assurance: anyone,
  audit: 'session.verified',
  body: Exactly({ token: opaque }),
  reply: Type.Object({}),
  refusals: ['INVALID_CREDENTIALS'],
})

export const stepUp = endpoint({
  method: 'POST',
  path: '/auth/step-up',
  status: 200,
  summary: 'A fresh proof, for acts that ask for one and to open a locked session; a cookie session goes on under a new cookie',
  access: 'session.own',
  assurance: evenLocked,
  audit: 'session.proven',
  body: Exactly({
    method: Type.Enum(proofMethods),
    password: Type.Optional(Password),
    code: Type.Optional(TotpCode),
    credential: Type.Optional(PasskeyAnswer),
  }),
  reply: Type.Object({ freshUntil: Instant, accessToken: Type.Optional(Type.String()) }),
  refusals: ['INVALID_CREDENTIALS', 'SIGN_IN_LOCKED', 'TOO_MANY_REQUESTS'],
})

export const logout = endpoint({
  method: 'POST',
  path: '/auth/logout',
  status: 204,
  summary: 'End this session',
  access: 'session.own',
  assurance: evenLocked,
  audit: 'session.signed-out',
  reply: Type.Null(),
  refusals: [],
})
export const me = endpoint({
  method: 'GET',
  path: '/auth/me',
  status: 200,
  summary: 'Who am I',
  access: 'session.own',
  assurance: evenLocked,
  audit: 'session.read',
  reply: User,
  refusals: [],
})
export const csrf = endpoint({
  method: 'GET',
  path: '/auth/csrf',
  status: 200,
  summary: 'The token that a cookie session sends as X-CSRF-Token',
  access: 'session.own',
  assurance: evenLocked,
  audit: 'none',
  reply: Type.Object({ csrfToken: Type.String() }),
  refusals: [],
})

export const Session = Type.Object({
  id: Id,
  current: Type.Boolean(),
  createdAt: Instant,
  /** When it was last used, to about a minute. */
  lastSeenAt: Instant,
  expiresAt: Instant,
  provenAt: Instant,
  assurance: Type.Integer(),
  address: Type.String(),
  userAgent: Type.String(),
})
export const listSessions = endpoint({
  method: 'GET',
  path: '/auth/sessions',
  status: 200,
  summary: 'Own sessions that are alive',
  access: 'session.own',
  assurance: signedIn,
  audit: 'session.listed',
  reply: Type.Object({ items: Type.Array(Session), next: Type.Null() }),
  refusals: [],
})
export const revokeSession = endpoint({
  method: 'DELETE',
  path: '/auth/sessions/:id',
  status: 204,
  summary: 'End one of the own sessions',
  access: 'session.own',
  assurance: freshlyProven,
  audit: 'session.revoked',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

export const endOtherSessions = endpoint({
  method: 'DELETE',
  path: '/auth/sessions',
  status: 204,
  summary: 'End all own sessions but this one',
  access: 'session.own',
  assurance: freshlyProven,
  audit: 'session.others-ended',
  reply: Type.Null(),
  refusals: [],
})

const Jwk = Type.Object({
  kty: Type.String(),
  crv: Type.String(),
  x: Type.String(),
  kid: Type.String(),
  alg: Type.String(),
  use: Type.String(),
})
export const jwks = endpoint({
  method: 'GET',
  path: '/.well-known/jwks.json',
  root: true,
  status: 200,
  summary: 'Public keys of access tokens',
  access: 'public',
  assurance: anyone,
  audit: 'none',
  reply: Type.Object({ keys: Type.Array(Jwk) }),
  refusals: [],
})

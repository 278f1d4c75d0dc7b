// Single sign-on by SAML 2.0: an organisation's own identity provider says who somebody is, and each account is tied to what it says by its owner alone.
import { Type } from 'typebox'
import { anyone, endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { CookieGrant, Email, SignInChallenge } from './identity.ts'
import { Can, Exactly, Id, Instant, idParams, ProtectedLine, Version } from './shapes.ts'

/** Of an organisation and of a provider, bytes of a form and of the message in it, and seconds. */
export const signOnLimits = {
  providers: 5,
  certificates: 3,
  domains: 10,
  contexts: 10,
  certificate: 8000,
  form: 192 * 1024,
  message: 96 * 1024,
  flowSeconds: 600,
  skewSeconds: 60,
  proofLeast: 300,
  proofMost: 43_200,
} as const

const address = Type.String({ maxLength: 500, pattern: '^https?://[^\\s#@"<>]+$' })
const entityId = Type.String({ minLength: 1, maxLength: 500, pattern: '^[^\\s<>"]+$' })
const Domain = Type.String({ minLength: 3, maxLength: 253, pattern: '^[^\\s@/<>"]+\\.[^\\s@/<>".]+$' })
/** In PEM; the key that is in it is all that a provider's word is judged by. */
const Certificate = Type.String({ minLength: 1, maxLength: signOnLimits.certificate })

const wanted = {
  name: ProtectedLine(100, 1),
  entityId,
  /** Where browsers are sent to sign in, by the HTTP-Redirect binding. */
  signOnUrl: address,
  /** Where the provider's LogoutRequest is answered; left out, the browser stays here. */
  logoutUrl: Type.Optional(address),
  certificates: Type.Array(Certificate, { minItems: 1, maxItems: signOnLimits.certificates }),
  /** The part of an e-mail address behind the @ by which people are led to this provider. */
  domains: Type.Array(Domain, { minItems: 1, maxItems: signOnLimits.domains, uniqueItems: true }),
  /** What the provider calls a sign-in that counts as two factors (AuthnContextClassRef). None: each is one factor. */
  secondFactorContexts: Type.Array(entityId, { maxItems: signOnLimits.contexts, uniqueItems: true }),
  /** How many seconds ago somebody may have proven themselves to the provider. */
  proofSeconds: Type.Integer({ minimum: signOnLimits.proofLeast, maximum: signOnLimits.proofMost }),
}

export const SignOnProvider = Type.Object({
  id: Id,
  name: Type.String(),
  active: Type.Boolean(),
  version: Version,
  entityId: Type.String(),
  signOnUrl: Type.String(),
  logoutUrl: Type.Optional(Type.String()),
  certificates: Type.Array(
    Type.Object({ pem: Type.String(), /** SHA-256, in hexadecimal. */ fingerprint: Type.String(), from: Instant, until: Instant }),
  ),
  domains: Type.Array(Type.String()),
  secondFactorContexts: Type.Array(Type.String()),
  proofSeconds: Type.Integer(),
  /** How many accounts are connected. */
  connected: Type.Integer(),
  /** What the provider must know of us. */
  ours: Type.Object({ entityId: Type.String(), answerUrl: Type.String(), logoutUrl: Type.String(), metadataUrl: Type.String() }),
})

export const listSignOnProviders = endpoint({
  method: 'GET',
  path: '/sign-on-providers',
  status: 200,
  summary: 'The identity providers of the organisation, and what each must know of us',
  access: 'sign-in-rules.manage',
  assurance: signedIn,
  audit: 'sign-on.providers-listed',
  reply: Type.Object({ items: Type.Array(SignOnProvider), can: Can }),
  refusals: [],
})

export const addSignOnProvider = endpoint({
  method: 'POST',
  path: '/sign-on-providers',
  status: 201,
  summary: 'Set an identity provider up',
  access: 'sign-in-rules.manage',
  assurance: freshlyProvenInFull,
  audit: 'sign-on.provider-added',
  body: Exactly(wanted),
  reply: SignOnProvider,
  refusals: ['SIGN_ON_PROVIDER_REFUSED', 'SIGN_ON_DOMAIN_TAKEN'],
})

export const changeSignOnProvider = endpoint({
  method: 'PUT',
  path: '/sign-on-providers/:id',
  status: 200,
  summary:
    'Change an identity provider, or take it out of use, which ends the sessions that it opened; with another entity id its connections go too',
  access: 'sign-in-rules.manage',
  assurance: freshlyProvenInFull,
  audit: 'sign-on.provider-changed',
  versioned: true,
  params: idParams,
  body: Exactly({ ...wanted, active: Type.Boolean() }),
  reply: SignOnProvider,
  refusals: ['NOT_FOUND', 'SIGN_ON_PROVIDER_REFUSED', 'SIGN_ON_DOMAIN_TAKEN', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

export const removeSignOnProvider = endpoint({
  method: 'DELETE',
  path: '/sign-on-providers/:id',
  status: 204,
  summary: 'Remove an identity provider, every connection to it, and the sessions that it opened',
  access: 'sign-in-rules.manage',
  assurance: freshlyProvenInFull,
  audit: 'sign-on.provider-removed',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

const place = Exactly({ organisation: Id, provider: Id })
/** Where the browser goes next; its answer must come back to the same browser. */
const Onward = Type.Object({ location: Type.String() })

export const beginSignOn = endpoint({
  method: 'POST',
  path: '/auth/sign-on',
  status: 200,
  summary:
    'Where a browser goes to sign in by the provider that the domain of an e-mail address belongs to; whether there is an account is not asked',
  access: 'public',
  assurance: anyone,
  audit: 'sign-on.begun',
  body: Exactly({
    email: Email,
    /** The provider shall ask anew, even where it knows who sits there. */ anew: Type.Optional(Type.Boolean()),
  }),
  reply: Onward,
  refusals: ['SIGN_ON_NOT_OFFERED', 'ORIGIN_REFUSED'],
})

const encoded = Type.String({ minLength: 1, maxLength: Math.ceil((signOnLimits.message * 4) / 3) + 4096 })

export const answerSignOn = endpoint({
  method: 'POST',
  path: '/auth/sign-on/:organisation/:provider/answer',
  status: 303,
  form: true,
  summary:
    'The assertion consumer service: takes a signed assertion that was asked for, and leads the browser on; what is wrong with one stands in the journal',
  access: 'public',
  assurance: anyone,
  audit: 'sign-on.answered',
  params: place,
  body: Exactly({ SAMLResponse: encoded, RelayState: Type.Optional(Type.String({ maxLength: 200 })) }),
  reply: Type.Null(),
  refusals: [],
})

const Ticket = Exactly({ ticket: Type.String({ minLength: 1, maxLength: 100 }) })

export const finishSignOn = endpoint({
  method: 'POST',
  path: '/auth/sign-on/session',
  status: 200,
  summary: 'The session, or the challenge of the second factor, for what the provider said, in the browser that began',
  access: 'public',
  assurance: anyone,
  audit: 'session.signed-in',
  body: Ticket,
  reply: Type.Union([CookieGrant, SignInChallenge]),
  refusals: ['INVALID_CREDENTIALS', 'SIGN_ON_UNCONNECTED', 'EMAIL_UNVERIFIED', 'ORIGIN_REFUSED'],
})

export const signOnMetadata = endpoint({
  method: 'GET',
  path: '/auth/sign-on/:organisation/:provider/metadata',
  status: 200,
  summary: 'What an identity provider must know of us, as SAML metadata',
  access: 'public',
  assurance: anyone,
  audit: 'none',
  params: place,
  reply: Type.String(),
  mediaType: 'application/samlmetadata+xml',
  refusals: [],
})

export const endByProvider = endpoint({
  method: 'POST',
  path: '/auth/sign-on/:organisation/:provider/logout',
  status: 303,
  form: true,
  summary: 'The single logout service: a signed LogoutRequest ends the sessions that the provider opened for whom it names',
  access: 'public',
  assurance: anyone,
  audit: 'sign-on.ended',
  params: place,
  body: Exactly({ SAMLRequest: encoded, RelayState: Type.Optional(Type.String({ maxLength: 200 })) }),
  reply: Type.Null(),
  refusals: [],
})

export const listOwnSignOn = endpoint({
  method: 'GET',
  path: '/auth/sign-on',
  status: 200,
  summary: 'The identity providers of the own organisation, and to which the own account is connected',
  access: 'session.own',
  assurance: signedIn,
  audit: 'sign-on.listed',
  reply: Type.Object({
    items: Type.Array(
      Type.Object({ id: Id, name: Type.String(), connection: Type.Optional(Type.Object({ as: Type.String(), since: Instant })) }),
    ),
  }),
  refusals: [],
})

export const beginConnecting = endpoint({
  method: 'POST',
  path: '/auth/sign-on/providers/:id/connection',
  status: 200,
  summary: 'Where a browser goes to connect the own account',
  access: 'session.own',
  assurance: freshlyProvenInFull,
  audit: 'sign-on.connecting',
  params: idParams,
  reply: Onward,
  refusals: ['NOT_FOUND'],
})

export const connectSignOn = endpoint({
  method: 'POST',
  path: '/auth/sign-on/connection',
  status: 200,
  summary: 'Connect the own account to whom the provider named, in the browser and the session that began',
  access: 'session.own',
  // Begun with a fresh proof, in this very session.
  assurance: signedIn,
  audit: 'sign-on.connected',
  body: Ticket,
  reply: Type.Object({ name: Type.String() }),
  refusals: ['INVALID_CREDENTIALS', 'SIGN_ON_CONNECTED', 'SIGN_ON_NAME_PASSES'],
})

export const disconnectSignOn = endpoint({
  method: 'DELETE',
  path: '/auth/sign-on/providers/:id/connection',
  status: 204,
  summary: 'Disconnect the own account; other sessions that were opened that way end',
  access: 'session.own',
  assurance: freshlyProvenInFull,
  audit: 'sign-on.disconnected',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

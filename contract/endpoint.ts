import type { Static, TObject, TSchema } from 'typebox'
import type { AuditCode } from './audit.ts'
import type { Permission } from './permissions.ts'
import type { RefusalCode } from './refusals.ts'

/** What must have been proven at sign-in (level 1: one factor, 2: two), and how many seconds ago the last proof may lie. */
export type Assurance = {
  level: 0 | 1 | 2
  freshWithin?: number
  /** Level 2 from whoever has a second factor: its own fate is decided by itself alone. */
  ofAccount?: true
  /** The password stands in the body and is proof enough of who has no second factor. */
  passwordGiven?: true
  /** Open also to a session that has yet to set up the second factor that its account must have; everything else is not. */
  enrolling?: true
  /** Open also to a session that is locked, or whose owner must prove anew where they speak from; everything else is not. */
  whileLocked?: true
  /** Who looks at the chart that is their own is not asked for freshness. */
  exceptOwn?: true
}

export const anyone: Assurance = { level: 0 }
export const signedIn: Assurance = { level: 1 }
/** For acts that bind their actor (signing a record): a proof not older than five minutes. */
export const freshlyProven: Assurance = { level: 1, freshWithin: 300 }
/** For looking at what others did: a proof not older than a quarter of an hour, so that reading on is not broken off with every page. */
export const freshlyProvenToLook: Assurance = { level: 1, freshWithin: 900 }
/** The same where it may be one's own chart that others looked at. */
export const freshlyProvenToLookElsewhere: Assurance = { level: 1, freshWithin: 900, exceptOwn: true }
/** For acts on what others may do: a proof, not older than five minutes, as strong as the account can give one. */
export const freshlyProvenInFull: Assurance = { level: 1, freshWithin: 300, ofAccount: true }
/** For acts on one's own way in that ask for the password anyway: beside it, the second factor of whoever has one. */
export const provenByPasswordGiven: Assurance = { level: 1, freshWithin: 300, ofAccount: true, passwordGiven: true }
/** For what a session without its second factor needs to know of itself, to set one up, or to leave. */
export const evenEnrolling: Assurance = { level: 1, enrolling: true }
/** The same also while the session is locked: who it is of, how it is opened, and how it is left. */
export const evenLocked: Assurance = { level: 1, enrolling: true, whileLocked: true }
/** For finishing what was begun with a fresh proof. */
export const provenAsAccount: Assurance = { level: 1, ofAccount: true, enrolling: true }
/** For acts on second factors: a proof, not older than five minutes, as strong as the account can give one. */
export const freshlyProvenAsAccount: Assurance = { level: 1, freshWithin: 300, ofAccount: true, enrolling: true }

/** What an operator may turn on, beyond the profile. */
export type Flag = 'anonymous-cases'

/**
 * One endpoint as data. `access`, `assurance` and `audit` are required: what may be open or unrecorded must say so in words.
 * `path` lies under /api unless `aliases` or `root` say otherwise; a trailing slash makes no difference.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  /** The path is taken as it is, not under /api. */
  root?: true
  /** Further full paths with the same controls. */
  aliases?: readonly string[]
  status: 200 | 201 | 202 | 204 | 303
  summary: string
  /** Served in this profile alone. */
  profile?: 'demo'
  /** Served only where the operator turned this on. */
  flag?: Flag
  /** A further full path, on which it answers whoever shows no credential; everybody else is answered there by the endpoint of that path. */
  strangersAt?: string
  access: 'public' | Permission
  assurance: Assurance
  /** The one event that each request leaves; `none` only where nothing of a person is read or changed. */
  audit: AuditCode | 'none'
  /** The write needs the version its caller saw, in If-Match (428 without, 412 when stale). */
  versioned?: true
  /** With an Idempotency-Key the same request may be sent again for 24 hours: it gives what the first one made, and makes nothing. */
  retryable?: true
  params?: TObject
  query?: TObject
  body?: TObject
  reply: TSchema
  /** In this profile it is open to strangers too, who are nobody; a credential that is given must still be one that stands. */
  strangersIn?: 'demo'
  /** Who accepts application/x-ndjson is told how far it is, a line at a time; the last line is the answer or the refusal. */
  streams?: true
  /** The answer is text of this kind and no JSON; its shape is a string. */
  mediaType?: 'text/calendar' | 'application/samlmetadata+xml'
  /** What other sites make browsers send here: the body is a form (application/x-www-form-urlencoded), and no cookie speaks. */
  form?: true
  refusals: readonly RefusalCode[]
}

/** Declares an endpoint and keeps its exact types for server, client and web. */
export function endpoint<const E extends Endpoint>(declared: E): E {
  return declared
}

type Shape<E, K extends 'params' | 'query' | 'body'> = E extends Record<K, infer S extends TSchema> ? Static<S> : undefined

export type Input<E extends Endpoint> = {
  params: Shape<E, 'params'>
  query: Shape<E, 'query'>
  body: Shape<E, 'body'>
  /** From If-Match, where the endpoint is versioned. */
  version: E extends { versioned: true } ? number : undefined
}

export type Reply<E extends Endpoint> = Static<E['reply']>

/** Refusals that any endpoint may give, so none lists them. */
export const commonRefusals = [
  'BAD_REQUEST',
  'NOT_ACCEPTABLE',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'HEADERS_TOO_LARGE',
  'ADDRESS_TOO_LONG',
  'HTTPS_REQUIRED',
  'TOO_MANY_REQUESTS',
  'INTERNAL',
  'UNAVAILABLE',
] as const satisfies readonly RefusalCode[]

/** Refusals that any endpoint behind a sign-in may give. */
export const guardRefusals = [
  'UNAUTHENTICATED',
  'STEP_UP_REQUIRED',
  'SESSION_LOCKED',
  'ENROLMENT_REQUIRED',
  'FORBIDDEN',
  'CSRF_REFUSED',
  'SESSION_REQUIRED',
  'OVER_SCOPE',
  'PURPOSE_REFUSED',
  'PURPOSE_REQUIRED',
  'NETWORK_REFUSED',
] as const satisfies readonly RefusalCode[]

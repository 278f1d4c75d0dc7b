// Partners, such as a health fund, that say whether a number is that of a member of theirs.
import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, freshlyProvenToLook, signedIn } from './endpoint.ts'
import { Exactly, Id, Instant, idParams, Page, ProtectedLine, pageQuery, Version } from './shapes.ts'

/** Milliseconds and bytes of one question to a partner, partners of an organisation, and members of a mapping. */
export const partnerLimits = { timeoutMs: 10_000, answerBytes: 64 * 1024, partners: 50 } as const

const name = ProtectedLine(100, 1)
/** A JSON Pointer (RFC 6901) of at most four steps below the root. */
const Pointer = Type.String({ pattern: '^(?:/[A-Za-z0-9_.-]{1,60}){1,4}$' })
const url = Type.String({ maxLength: 500, pattern: '^https?://[^\\s#@]+$' })

/** Where in the question and the answer what stands: the whole of what is known of a partner's interface. */
export const PartnerMapping = Exactly({
  question: Exactly({
    /** The member's number. */
    number: Pointer,
    birthDate: Type.Optional(Pointer),
    /** A word that is new with each question, and that the answer must repeat. */
    requestId: Pointer,
  }),
  answer: Exactly({
    requestId: Pointer,
    member: Pointer,
    /** What stands there of a member, and of somebody who is none. Everything else is no answer. */
    yes: Type.Union([Type.Boolean(), ProtectedLine(60, 1)]),
    no: Type.Union([Type.Boolean(), ProtectedLine(60, 1)]),
  }),
  /** The header that the credential is sent in. */
  header: Type.Optional(Type.String({ pattern: '^(?:authorization|x-[a-z0-9-]{1,40})$' })),
})

export const Partner = Type.Object({
  id: Id,
  name,
  active: Type.Boolean(),
  version: Version,
  /** For who sets partners up. */
  settings: Type.Optional(
    Type.Object({ url: Type.String(), mapping: PartnerMapping, hasCredential: Type.Boolean(), allowed: Type.Boolean() }),
  ),
})

const wanted = {
  name,
  url,
  mapping: PartnerMapping,
  /** The header's whole value, such as `Bearer …`. Left out, the one that stands is kept; empty, it is removed. */
  credential: Type.Optional(ProtectedLine(2000)),
}

export const checkOutcomes = ['member', 'not-member', 'failed', 'unanswered'] as const

export const MemberCheck = Type.Object({
  id: Id,
  at: Instant,
  partner: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
  outcome: Type.Enum(checkOutcomes),
  /** Why a question has no answer, as one word. */
  reason: Type.Optional(Type.String()),
})

export const listPartners = endpoint({
  method: 'GET',
  path: '/partners',
  status: 200,
  summary: 'The partners that members can be checked with',
  access: 'partner.list',
  assurance: signedIn,
  audit: 'partner.listed',
  reply: Type.Object({ items: Type.Array(Partner), can: Type.Array(Type.String()) }),
  refusals: [],
})

export const addPartner = endpoint({
  method: 'POST',
  path: '/partners',
  status: 201,
  summary: 'Set a partner up; its address lies under one that the operator allows',
  access: 'partner.manage',
  assurance: freshlyProvenInFull,
  audit: 'partner.added',
  body: Exactly(wanted),
  reply: Partner,
  refusals: ['PARTNER_EXISTS', 'PARTNER_REFUSED'],
})

export const changePartner = endpoint({
  method: 'PUT',
  path: '/partners/:id',
  status: 200,
  summary: 'Change a partner, or take it out of use',
  access: 'partner.manage',
  assurance: freshlyProvenInFull,
  audit: 'partner.changed',
  versioned: true,
  params: idParams,
  body: Exactly({ ...wanted, active: Type.Boolean() }),
  reply: Partner,
  refusals: ['NOT_FOUND', 'PARTNER_EXISTS', 'PARTNER_REFUSED', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

export const checkMember = endpoint({
  method: 'POST',
  path: '/patients/:id/memberships',
  status: 201,
  summary: 'Ask a partner whether a number is that of a member; asked or not answered, it is written down',
  access: 'membership.check',
  assurance: signedIn,
  audit: 'membership.asked',
  params: idParams,
  body: Exactly({ partnerId: Id, number: ProtectedLine(60, 1) }),
  reply: MemberCheck,
  refusals: ['NOT_FOUND', 'PARTNER_REFUSED'],
})

export const listMemberships = endpoint({
  method: 'GET',
  path: '/patients/:id/memberships',
  status: 200,
  summary: 'What partners said of a patient, newest first',
  access: 'membership.read',
  assurance: signedIn,
  audit: 'membership.read',
  params: idParams,
  reply: Type.Object({ items: Type.Array(MemberCheck), can: Type.Array(Type.String()) }),
  refusals: ['NOT_FOUND'],
})

/** In the organisation's timeline: who asked, of whom, and which rows came from the system before. */
export const TimedCheck = Type.Object({
  ...MemberCheck.properties,
  /** `imported`: a row of the system before, read-only as all of them. */
  origin: Type.Enum(['here', 'imported']),
  patientId: Type.Optional(Id),
  byUser: Type.Optional(Id),
  vendorId: Type.Optional(Type.String()),
})

export const listMemberChecks = endpoint({
  method: 'GET',
  path: '/audit/member-checks',
  status: 200,
  summary: 'Every member check of the organisation and of the system before, newest first, as one timeline',
  access: 'journal.read',
  assurance: freshlyProvenToLook,
  audit: 'membership.listed',
  query: Exactly({
    ...pageQuery,
    /** Those of one number, which is compared as a keyed digest. */
    number: Type.Optional(ProtectedLine(60, 1)),
  }),
  reply: Page(TimedCheck),
  refusals: [],
})

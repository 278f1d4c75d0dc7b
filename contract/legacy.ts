// Cases of the system before this one: administrators read them and link each once to a patient whom they verified; then whoever the chart is open to reads them too.
import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, Page, ProtectedLine, pageQuery } from './shapes.ts'

export const linkEvidence = ['identity-document', 'known-in-person', 'member-check'] as const

/** `by`: told to who links. */
const Link = Type.Object({ patientId: Id, evidence: Type.Enum(linkEvidence), by: Type.Optional(Id), at: Instant })

export const LegacyCase = Type.Object({
  id: Id,
  submittedAt: Instant,
  /** What the system before called its user and its vendor: words to search by, which prove nothing. */
  userId: Type.Optional(Type.String()),
  userIdentifier: Type.Optional(Type.String()),
  vendorId: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  link: Type.Optional(Link),
  can: Can,
})

export const WholeLegacyCase = Type.Object({
  ...LegacyCase.properties,
  text: Type.Optional(Type.String()),
  answer: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  /** Columns of the export that have no place of their own; told to staff alone. */
  other: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
})

export const listLegacyCases = endpoint({
  method: 'GET',
  path: '/legacy-cases',
  status: 200,
  summary: 'Cases of the system before, newest first',
  access: 'legacy.list',
  assurance: signedIn,
  audit: 'legacy.listed',
  query: Exactly({
    ...pageQuery,
    /** Those whose user the system before called exactly so. */
    label: Type.Optional(ProtectedLine(200, 1)),
  }),
  reply: Page(LegacyCase),
  refusals: [],
})

export const listLegacyCasesOf = endpoint({
  method: 'GET',
  path: '/patients/:id/legacy-cases',
  status: 200,
  summary: 'Cases of the system before that were linked to a chart, newest first',
  access: 'legacy.read',
  assurance: signedIn,
  audit: 'legacy.listed',
  params: idParams,
  query: Exactly(pageQuery),
  reply: Page(LegacyCase),
  refusals: ['NOT_FOUND'],
})

export const readLegacyCase = endpoint({
  method: 'GET',
  path: '/legacy-cases/:id',
  status: 200,
  summary: 'One case of the system before, as it came',
  access: 'legacy.read',
  assurance: signedIn,
  audit: 'legacy.read',
  params: idParams,
  reply: WholeLegacyCase,
  refusals: ['NOT_FOUND'],
})

export const linkLegacyCase = endpoint({
  method: 'POST',
  path: '/legacy-cases/:id/link',
  status: 201,
  summary: 'Link a case to the patient who was verified to be its author; once, and for good',
  access: 'legacy.link',
  assurance: freshlyProvenInFull,
  audit: 'legacy.linked',
  params: idParams,
  body: Exactly({ patientId: Id, evidence: Type.Enum(linkEvidence) }),
  reply: LegacyCase,
  refusals: ['NOT_FOUND', 'LEGACY_LINKED', 'LEGACY_UNVERIFIED'],
})

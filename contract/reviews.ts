import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, limits, Page, PersonName, ProtectedText, pageQuery } from './shapes.ts'

/** What is reviewed; the database takes any kind, so a new one is a line here. */
export const reviewKinds = ['break-glass', 'admin-without-purpose'] as const
export type ReviewKind = (typeof reviewKinds)[number]
export const reviewOutcomes = ['justified', 'not-justified', 'needs-follow-up'] as const
export const reviewStates = ['open', 'closed'] as const

export const Review = Type.Object({
  id: Id,
  kind: Type.Enum(reviewKinds),
  state: Type.Enum(reviewStates),
  overdue: Type.Boolean(),
  raisedAt: Instant,
  dueAt: Instant,
  /** Whose act is reviewed. */
  subject: PersonName,
  patient: Type.Optional(PersonName),
  /** The reason that they gave, as a code and in their own words. */
  reason: Type.Optional(Type.Object({ code: Type.String(), text: Type.String() })),
  causeId: Id,
  /** The emergency access that is reviewed is open still, until then at the latest. */
  openUntil: Type.Optional(Instant),
  outcome: Type.Optional(Type.Enum(reviewOutcomes)),
  note: Type.Optional(Type.String()),
  closedAt: Type.Optional(Instant),
  closedBy: Type.Optional(PersonName),
  can: Can,
})

export const listReviews = endpoint({
  method: 'GET',
  path: '/reviews',
  status: 200,
  summary: 'What was done and must be judged: open ones with the longest due first, or closed ones with the newest first',
  access: 'review.manage',
  assurance: signedIn,
  audit: 'review.listed',
  query: Exactly({ ...pageQuery, state: Type.Optional(Type.Enum(reviewStates)) }),
  reply: Page(Review),
  refusals: [],
})

export const closeReview = endpoint({
  method: 'POST',
  path: '/reviews/:id/outcome',
  status: 201,
  summary: 'Judge what another did; the outcome is final',
  access: 'review.manage',
  assurance: signedIn,
  audit: 'review.closed',
  params: idParams,
  body: Exactly({ outcome: Type.Enum(reviewOutcomes), note: ProtectedText(limits.note, 3) }),
  reply: Review,
  refusals: ['NOT_FOUND', 'REVIEW_CLOSED', 'OWN_ACCOUNT'],
})

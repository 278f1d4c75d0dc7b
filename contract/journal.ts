import { Type } from 'typebox'
import { auditCodes } from './audit.ts'
import { endpoint, freshlyProvenInFull, freshlyProvenToLook } from './endpoint.ts'
import { Exactly, Id, Instant, Page, ProtectedLine, pageQuery } from './shapes.ts'

export const outcomes = ['allowed', 'denied', 'failed'] as const
export const Outcome = Type.Enum(outcomes)
const Action = Type.Enum(Object.keys(auditCodes))

export const AuditEvent = Type.Object({
  id: Id,
  at: Instant,
  actor: Type.Object({ id: Type.Optional(Id), name: Type.String(), role: Type.String() }),
  via: Type.Enum(['session', 'key', 'receipt', 'system', 'none']),
  /** The API key, where one spoke. */
  key: Type.Optional(Id),
  action: Type.String(),
  outcome: Outcome,
  reason: Type.Optional(Type.String()),
  rule: Type.Optional(Type.String()),
  patientIds: Type.Array(Id),
  resource: Type.Optional(Type.Object({ type: Type.String(), id: Id, version: Type.Optional(Type.Integer()) })),
  fields: Type.Optional(Type.Array(Type.String())),
  purpose: Type.Optional(Type.String()),
  onBehalfOf: Type.Optional(Type.String()),
  address: Type.String(),
  userAgent: Type.String(),
  requestId: Type.String(),
  index: Type.Union([Type.Null(), Type.Integer()]),
})

const filters = {
  actor: Type.Optional(Id),
  patient: Type.Optional(Id),
  action: Type.Optional(Action),
  outcome: Type.Optional(Outcome),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  address: Type.Optional(ProtectedLine(64)),
  requestId: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{32,36}$' })),
}

export const listEvents = endpoint({
  method: 'GET',
  path: '/audit/events',
  status: 200,
  summary: 'The journal, newest first',
  access: 'journal.read',
  assurance: freshlyProvenToLook,
  audit: 'journal.read',
  query: Exactly({
    ...pageQuery,
    ...filters,
  }),
  reply: Page(AuditEvent),
  refusals: [],
})

/** Events that one part of an export holds at most. */
export const exportedAtOnce = 2000

export const exportEvents = endpoint({
  method: 'GET',
  path: '/audit/export',
  status: 200,
  summary:
    'The journal as CSV (RFC 4180), newest first, in signed parts: the texts of all parts, one after the other, are the file (UTF-8, with a byte order mark)',
  access: 'journal.read',
  assurance: freshlyProvenInFull,
  audit: 'journal.exported',
  query: Exactly({ cursor: pageQuery.cursor, ...filters }),
  reply: Type.Object({
    text: Type.String(),
    count: Type.Integer({ minimum: 0, maximum: exportedAtOnce }),
    /** The cursor of the following part, or null. */
    next: Type.Union([Type.Null(), Type.String()]),
    /** The organisation's signature of this part, which says what it holds and what it follows: docs/formats/journal-export.md. */
    jws: Type.String(),
  }),
  refusals: [],
})

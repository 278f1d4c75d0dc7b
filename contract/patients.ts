import { Type } from 'typebox'
import { endpoint, freshlyProvenToLookElsewhere, signedIn } from './endpoint.ts'
import { FieldsTold } from './fields.ts'
import {
  CalendarDate,
  Can,
  Exactly,
  Id,
  Instant,
  idParams,
  Language,
  limits,
  Page,
  ProtectedLine,
  ProtectedText,
  pageQuery,
  Version,
} from './shapes.ts'

const Sex = Type.Enum(['male', 'female', 'other', 'unknown'])
const Contact = Exactly({
  email: Type.Optional(ProtectedLine(254)),
  phone: Type.Optional(ProtectedLine(40)),
  address: Type.Optional(ProtectedLine(400)),
})
/** Why the caller may see this chart. */
export const Relation = Type.Enum(['self', 'assigned', 'emergency', 'organisation', 'proxy'])

export const Patient = Type.Object({
  id: Id,
  displayName: Type.String(),
  birthDate: Type.Optional(CalendarDate),
  sex: Type.Optional(Sex),
  /** Whole, or `••••` and its ending: see `fields.masked`. */
  insuranceId: Type.Optional(Type.String()),
  contact: Type.Optional(Contact),
  language: Language,
  /** An administrative note of who runs the clinic; only for them, and only where one patient is read. */
  internalNote: Type.Optional(Type.String()),
  relation: Relation,
  fields: FieldsTold,
  version: Version,
  can: Can,
})

export const listPatients = endpoint({
  method: 'GET',
  path: '/patients',
  status: 200,
  summary: 'The charts the caller may see, all of them or by name and insurance id',
  access: 'patient.list',
  assurance: signedIn,
  audit: 'patient.listed',
  query: Exactly({
    ...pageQuery,
    /** Beginnings of words of the name, in any order and case. */
    name: Type.Optional(ProtectedLine(limits.line, 1)),
    /** The whole number; spaces, dashes and case do not matter. */
    insuranceId: Type.Optional(ProtectedLine(64, 1)),
  }),
  reply: Page(Patient),
  refusals: [],
})
export const readPatient = endpoint({
  method: 'GET',
  path: '/patients/:id',
  status: 200,
  summary: 'One patient profile',
  access: 'patient.read',
  assurance: signedIn,
  audit: 'patient.read',
  params: idParams,
  reply: Patient,
  refusals: ['NOT_FOUND'],
})
export const updatePatient = endpoint({
  method: 'PATCH',
  path: '/patients/:id',
  status: 200,
  summary: 'Change name, contact, language, insurance id or internal note, as far as the role may; all of it or nothing',
  access: 'patient.update',
  assurance: signedIn,
  audit: 'patient.updated',
  versioned: true,
  params: idParams,
  body: Exactly({
    displayName: Type.Optional(ProtectedLine(200, 1)),
    contact: Type.Optional(Contact),
    language: Type.Optional(Language),
    insuranceId: Type.Optional(ProtectedLine(64)),
    /** '' removes it. */
    internalNote: Type.Optional(ProtectedText(2000)),
  }),
  reply: Patient,
  refusals: ['NOT_FOUND', 'FIELD_REFUSED', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

export const historyKinds = [
  'condition',
  'observation',
  'immunization',
  'encounter',
  'procedure',
  'medication',
  'allergy',
  'care-plan',
  'report',
] as const
const HistoryKind = Type.Enum(historyKinds)
const Code = Type.Object({ system: Type.String(), code: Type.String(), display: Type.String() })
/** A number exactly as it was imported; `unit` is the source's own word for it, often UCUM, and '' where it gave none. */
const Quantity = Type.Object({ value: Type.Number(), unit: Type.String() })
export const HistoryEntry = Type.Object({
  id: Id,
  kind: HistoryKind,
  code: Code,
  /** FHIR's own word for how it stands: active, resolved, stopped, final … */
  status: Type.Optional(Type.String()),
  /** For people, with its unit, simulated noise rounded away: `72.3 kg`, `131 / 82 mm[Hg]`. */
  value: Type.Optional(Type.String()),
  /** The number of a single quantity; absent beside a comparator such as `<`. */
  numeric: Type.Optional(Quantity),
  /** The numbers of an observation that has several, such as a blood pressure. */
  components: Type.Optional(Type.Array(Type.Object({ code: Code, numeric: Quantity }))),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  source: Type.String(),
})
export const readHistory = endpoint({
  method: 'GET',
  path: '/patients/:id/history',
  status: 200,
  summary: 'Imported history, newest first',
  access: 'history.read',
  assurance: signedIn,
  audit: 'patient.history-read',
  params: idParams,
  query: Exactly({ ...pageQuery, kind: Type.Optional(HistoryKind) }),
  reply: Page(HistoryEntry),
  refusals: ['NOT_FOUND'],
})

/** How much of a chart its trends are drawn from: what is newest counts, and `truncated` says when something was left out. */
export const trendLimits = { observations: 5000, series: 50, points: 200 } as const
/** One measured thing in one unit. */
export const Trend = Type.Object({
  system: Type.String(),
  code: Type.String(),
  /** The display text of its newest observation. */
  label: Type.String(),
  unit: Type.String(),
  /** What it was measured as a part of, such as a blood pressure. */
  panel: Type.Optional(Type.Object({ code: Type.String(), label: Type.String() })),
  /** Oldest first; `at` is a FHIR dateTime as imported: a year, a month, a day or an instant. */
  points: Type.Array(Type.Object({ at: Type.String(), value: Type.Number() })),
})
export const readTrends = endpoint({
  method: 'GET',
  path: '/patients/:id/trends',
  status: 200,
  summary: 'What was measured of a patient over time, by code and unit, the most recently measured first',
  access: 'history.read',
  assurance: signedIn,
  audit: 'patient.trends-read',
  params: idParams,
  reply: Type.Object({ series: Type.Array(Trend), truncated: Type.Optional(Type.Literal(true)) }),
  refusals: ['NOT_FOUND'],
})

export const AccessLogEntry = Type.Object({
  at: Instant,
  who: Type.Object({ name: Type.String(), role: Type.String() }),
  why: Type.String(),
  what: Type.String(),
  onBehalfOf: Type.Optional(Type.String()),
  event: Id,
})
export const readAccessLog = endpoint({
  method: 'GET',
  path: '/patients/:id/access-log',
  status: 200,
  summary: 'Who looked at this chart, when, why',
  access: 'access-log.read',
  assurance: freshlyProvenToLookElsewhere,
  audit: 'patient.access-log-read',
  params: idParams,
  query: Exactly({ ...pageQuery, from: Type.Optional(Instant), to: Type.Optional(Instant) }),
  reply: Page(AccessLogEntry),
  refusals: ['NOT_FOUND'],
})

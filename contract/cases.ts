import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import {
  Can,
  Exactly,
  Id,
  Instant,
  idParams,
  Language,
  limits,
  Page,
  PersonName,
  ProtectedLine,
  ProtectedText,
  pageQuery,
  Version,
} from './shapes.ts'

export const caseStates = ['submitted', 'triaged', 'queued', 'accepted', 'answered', 'closed', 'withdrawn'] as const
export const urgencies = ['routine', 'soon', 'urgent'] as const
/** Hours in which a case of each urgency is to be answered where an organisation sets no others, and the most that it may set; texts in one thread; doctors to whom a case is offered at once. */
export const caseLimits = {
  hours: { routine: 72, soon: 24, urgent: 4 },
  mostHours: { routine: 720, soon: 168, urgent: 24 },
  thread: 200,
  offers: 3,
} as const
/** Why a doctor was ranked as they were. Those that end in `-fallback` say that nobody fitted better. */
export const routingReasons = [
  'language',
  'language-fallback',
  'specialty',
  'specialty-other',
  'pool-own',
  'pool-open',
  'pool-fallback',
  'least-loaded',
  'longest-without',
] as const
export const caseSteps = [
  'submitted',
  'triaged',
  'queued',
  'accepted',
  'answered',
  'closed',
  'reopened',
  'withdrawn',
  'passed-on',
  'escalated',
  'flagged',
  'unflagged',
  'claimed',
  'assistant-withdrawn',
] as const

const Urgency = Type.Enum(urgencies)
const Reasons = Type.Array(Type.Enum(routingReasons))
/** A vendor’s own word for itself; it belongs to the service whose key first used it, and opens nothing. */
export const VendorId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 60 })

const known = {
  id: Id,
  state: Type.Enum(caseStates),
  title: Type.String(),
  text: Type.String(),
  language: Type.String(),
  specialty: Type.Optional(Type.String()),
  urgency: Urgency,
  /** Missing for a vendor’s case, and for a doctor who has not accepted it. */
  patient: Type.Optional(PersonName),
  vendorId: Type.Optional(Type.String()),
  externalReference: Type.Optional(Type.String()),
  /** Nobody’s case, by a receipt alone; it is deleted then, unless somebody claims it before. */
  anonymousUntil: Type.Optional(Instant),
  assignee: Type.Optional(PersonName),
  submittedAt: Instant,
  dueAt: Instant,
  overdue: Type.Boolean(),
  /** Accepted by a doctor who is away now. */
  flagged: Type.Boolean(),
  version: Version,
  can: Can,
}
export const Case = Type.Object(known)
export const CaseDetail = Type.Object({
  ...known,
  thread: Type.Array(
    Type.Object({
      id: Id,
      at: Instant,
      from: Type.Enum(['patient', 'vendor', 'doctor', 'anonymous', 'proxy']),
      name: Type.String(),
      text: Type.String(),
      answer: Type.Boolean(),
      /** The place of files; no installation keeps any yet. */
      attachments: Type.Array(Type.Object({ id: Id, name: Type.String() })),
      /** The doctor took it over from a draft of the assistant. */
      assisted: Type.Optional(Type.Literal(true)),
    }),
  ),
  history: Type.Array(
    Type.Object({ step: Type.Enum(caseSteps), at: Instant, by: Type.Optional(Type.String()), note: Type.Optional(Type.String()) }),
  ),
  /** Why it came to whom it came; for doctors. */
  routing: Type.Optional(Type.Object({ reasons: Reasons, fallback: Type.Boolean(), load: Type.Integer({ minimum: 0 }) })),
})

/** What everybody says who asks. */
export const question = {
  title: ProtectedLine(limits.line, 1),
  text: ProtectedText(limits.section, 1),
  /** Without it, the patient’s own; a service always says it. */
  language: Type.Optional(Language),
  specialty: Type.Optional(ProtectedLine(100, 1)),
  urgency: Urgency,
  consent: Type.Literal(true),
  /** Refused as long as no installation keeps files. */
  attachments: Type.Optional(Type.Array(Id, { maxItems: 10 })),
}

export const submitCase = endpoint({
  method: 'POST',
  path: '/cases',
  status: 201,
  summary: 'Submit a medical question; a service says for which vendor, and sent again with the same external reference it makes nothing',
  access: 'case.submit',
  assurance: signedIn,
  audit: 'case.submitted',
  retryable: true,
  body: Exactly({
    ...question,
    /** That an outside model may read it as well, without what tells who the patient is, where the organisation uses one. */
    assistant: Type.Optional(Type.Boolean()),
    vendorId: Type.Optional(VendorId),
    externalReference: Type.Optional(ProtectedLine(100, 1)),
    /** For whom, where the caller acts for somebody. */
    patientId: Type.Optional(Id),
  }),
  reply: Case,
  refusals: ['NOT_FOUND', 'VENDOR_TAKEN', 'IDEMPOTENCY_MISMATCH'],
})
export const listCases = endpoint({
  method: 'GET',
  path: '/cases',
  status: 200,
  summary: 'The caller’s cases: the open ones, most urgent deadline first, or those that are over, newest first',
  access: 'case.list',
  assurance: signedIn,
  audit: 'case.listed',
  query: Exactly({
    ...pageQuery,
    standing: Type.Optional(Type.Enum(['open', 'over'])),
    /** Of whom the caller acts for. */
    patientId: Type.Optional(Id),
  }),
  reply: Page(Case),
  refusals: [],
})
export const readCase = endpoint({
  method: 'GET',
  path: '/cases/:id',
  status: 200,
  summary: 'One case with its thread and its history',
  access: 'case.read',
  assurance: signedIn,
  audit: 'case.read',
  params: idParams,
  reply: CaseDetail,
  refusals: ['NOT_FOUND'],
})

const Text = Exactly({ text: ProtectedText(limits.section, 1) })
const Note = Exactly({ note: Type.Optional(ProtectedText(limits.note, 1)) })
const move = { method: 'POST', status: 201, assurance: signedIn, params: idParams, reply: CaseDetail } as const

export const writeToCase = endpoint({
  ...move,
  path: '/cases/:id/messages',
  summary: 'Write into the thread of an open case',
  access: 'case.write',
  audit: 'case.written',
  body: Text,
  refusals: ['NOT_FOUND', 'CASE_MOVED', 'CASE_FULL'],
})
export const acceptCase = endpoint({
  ...move,
  path: '/cases/:id/acceptance',
  summary: 'Accept a queued case; of several doctors one does, and the chart opens to them',
  access: 'case.accept',
  audit: 'case.accepted',
  body: Exactly({}),
  refusals: ['NOT_FOUND', 'CASE_MOVED'],
})
export const answerCase = endpoint({
  ...move,
  path: '/cases/:id/answer',
  summary: 'Answer an accepted case',
  access: 'case.answer',
  audit: 'case.answered',
  body: Text,
  refusals: ['NOT_FOUND', 'CASE_MOVED', 'CASE_FULL'],
})
export const closeCase = endpoint({
  ...move,
  path: '/cases/:id/closing',
  summary: 'Close an answered case; the chart closes to its doctor',
  access: 'case.close',
  audit: 'case.closed',
  body: Note,
  refusals: ['NOT_FOUND', 'CASE_MOVED'],
})
export const reopenCase = endpoint({
  ...move,
  path: '/cases/:id/reopening',
  summary: 'Ask on about an answered or closed case; it is queued again, with its doctor where they are there',
  access: 'case.reopen',
  audit: 'case.reopened',
  body: Text,
  refusals: ['NOT_FOUND', 'CASE_MOVED', 'CASE_FULL'],
})
export const withdrawCase = endpoint({
  ...move,
  path: '/cases/:id/withdrawal',
  summary: 'Take back a case that is not answered yet',
  access: 'case.withdraw',
  audit: 'case.withdrawn',
  body: Note,
  refusals: ['NOT_FOUND', 'CASE_MOVED'],
})
export const passCaseOn = endpoint({
  method: 'POST',
  path: '/cases/:id/routing',
  status: 201,
  summary: 'Pass an unanswered case on to the next doctor; the one who had it sees neither it nor, by it, the chart',
  access: 'case.route',
  assurance: signedIn,
  audit: 'case.routed',
  params: idParams,
  body: Note,
  reply: Type.Object({ id: Id, state: Type.Enum(caseStates) }),
  refusals: ['NOT_FOUND', 'CASE_MOVED'],
})

const Load = Type.Integer({ minimum: 0 })
const hoursOf = (urgency: (typeof urgencies)[number]) => Type.Integer({ minimum: 1, maximum: caseLimits.mostHours[urgency] })
const hours = { routine: hoursOf('routine'), soon: hoursOf('soon'), urgent: hoursOf('urgent') }
const Candidate = { doctor: PersonName, languages: Type.Array(Type.String()), specialties: Type.Array(Type.String()), load: Load }
export const readCaseRouting = endpoint({
  method: 'GET',
  path: '/case-routing',
  status: 200,
  summary:
    'Who has how many open cases, and which cases need somebody: without a doctor, late, or of a doctor who is away; no text of them',
  access: 'case.oversee',
  assurance: signedIn,
  audit: 'case.routing-read',
  reply: Type.Object({
    hours: Type.Object(hours),
    /** The hundred who have most. */
    doctors: Type.Array(Type.Object({ ...Candidate, pool: Type.Optional(Type.String()), away: Type.Boolean() })),
    /** The organisation’s own, and those of its vendors. */
    pools: Type.Array(Type.String()),
    /** The first hundred by deadline. */
    waiting: Type.Array(
      Type.Object({
        id: Id,
        state: Type.Enum(caseStates),
        urgency: Urgency,
        language: Type.String(),
        dueAt: Instant,
        overdue: Type.Boolean(),
        flagged: Type.Boolean(),
        assignee: Type.Optional(PersonName),
        can: Can,
      }),
    ),
  }),
  refusals: [],
})
export const simulateRouting = endpoint({
  method: 'POST',
  path: '/case-routing/simulation',
  status: 200,
  summary: 'To whom a case would come now, were it submitted, and were certain doctors away; nothing is changed',
  access: 'case.oversee',
  assurance: signedIn,
  audit: 'case.routing-simulated',
  body: Exactly({
    language: Language,
    specialty: Type.Optional(ProtectedLine(100, 1)),
    pool: Type.Optional(VendorId),
    away: Type.Optional(Type.Array(Id, { maxItems: 100 })),
  }),
  reply: Type.Object({ ranked: Type.Array(Type.Object({ ...Candidate, reasons: Reasons, fallback: Type.Boolean() })) }),
  refusals: [],
})
export const setPool = endpoint({
  method: 'PUT',
  path: '/case-routing/pools/:id',
  status: 200,
  summary: 'Put a doctor into the pool of the organisation or of a vendor, or out of it; the next case is routed by that',
  access: 'case.oversee',
  assurance: signedIn,
  audit: 'case.pool-set',
  params: idParams,
  body: Exactly({ pool: Type.Optional(VendorId) }),
  reply: Type.Object({ id: Id, pool: Type.Optional(Type.String()) }),
  refusals: ['NOT_FOUND'],
})
export const readCaseDeadlines = endpoint({
  method: 'GET',
  path: '/case-deadlines',
  status: 200,
  summary: 'Within how many hours a case of each urgency is to be answered, for whoever asks one',
  access: 'case.submit',
  assurance: signedIn,
  audit: 'case.deadlines-read',
  reply: Type.Object(hours),
  refusals: [],
})
export const setCaseDeadlines = endpoint({
  method: 'PUT',
  path: '/case-routing/deadlines',
  status: 200,
  summary: 'Set within how many hours cases of each urgency are answered; it holds for what is asked from now on',
  access: 'case.oversee',
  assurance: signedIn,
  audit: 'case.deadlines-set',
  body: Exactly(hours),
  reply: Type.Object(hours),
  refusals: [],
})

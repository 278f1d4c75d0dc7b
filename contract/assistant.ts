import { Type } from 'typebox'
import { CaseDetail, urgencies } from './cases.ts'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, Language, limits, ProtectedText, Version } from './shapes.ts'

export const draftKinds = ['triage', 'summary', 'draft-reply'] as const
export const draftStates = ['open', 'accepted', 'edited', 'rejected'] as const
/** What an organisation may let the assistant spend in a day (UTC) where it sets nothing else: tokens, seconds, hundredths of the currency. */
export const assistantBudgets = {
  userTokens: 200_000,
  tenantTokens: 2_000_000,
  userSeconds: 1200,
  tenantSeconds: 12_000,
  userCents: 200,
  tenantCents: 2000,
} as const
/** What a stranger’s address may spend in a day where the demo is open to strangers. */
export const strangersBudget = { tokens: 50_000, seconds: 300, cents: 0 } as const
/** Seconds for which an outside model is waited for, the most tokens it may answer with, and the most bytes that are read of it. */
export const outsideLimits = { seconds: 20, answerTokens: 1200, answerBytes: 1_048_576 } as const
/** Where a streamed answer is, in this order; `failed` may follow each. */
export const assistantSteps = ['prepared', 'writing', 'checking', 'done', 'failed'] as const

/** The security label of what no clinician has looked at yet. http://terminology.hl7.org/CodeSystem/v3-ObservationValue */
export const Label = Type.Object({ system: Type.String(), code: Type.Literal('AIAST'), display: Type.String() })
/** What a draft says, and who wrote it. */
export const DraftContent = Type.Object({
  kind: Type.Enum(draftKinds),
  provider: Type.String(),
  model: Type.String(),
  language: Type.String(),
  urgency: Type.Optional(Type.Enum(urgencies)),
  specialty: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  /** What it rests on, as quoted, and where that stands. */
  reasons: Type.Array(Type.Object({ text: Type.String(), source: Type.String() })),
  flags: Type.Array(Type.String()),
})
export type DraftContent = Type.Static<typeof DraftContent>
const Draft = Type.Object({
  draft: Type.Literal(true),
  /** Missing of plain text, which is kept nowhere. */
  id: Type.Optional(Id),
  label: Label,
  ...DraftContent.properties,
  state: Type.Enum(draftStates),
  madeAt: Instant,
  can: Can,
})

/** About a case; or, in the demo alone, about a made-up text. */
const About = Exactly({
  caseId: Type.Optional(Id),
  text: Type.Optional(ProtectedText(limits.section, 1)),
  language: Type.Optional(Language),
})
const asked = {
  method: 'POST',
  status: 200,
  access: 'assistant.use',
  strangersIn: 'demo',
  streams: true,
  assurance: signedIn,
  body: About,
  reply: Draft,
  refusals: [
    'NOT_FOUND',
    'CASE_MOVED',
    'CASE_REQUIRED',
    'CONSENT_MISSING',
    'ASSISTANT_OFF',
    'ASSISTANT_BUDGET_SPENT',
    'ASSISTANT_FAILED',
    'TOO_MANY_DRAFTS',
  ],
} as const

export const assistTriage = endpoint({
  ...asked,
  path: '/ai/triage',
  summary: 'How urgent a case is and for whom, by rules that name their sources; a draft that decides nothing',
  audit: 'assistant.triaged',
})
export const assistSummary = endpoint({
  ...asked,
  path: '/ai/summary',
  summary: 'What a case says, in short, with quotes; a draft',
  audit: 'assistant.summarised',
})
export const assistReply = endpoint({
  ...asked,
  path: '/ai/draft-reply',
  summary: 'A draft of an answer to a case, which its doctor accepts, edits or rejects; nothing is sent',
  audit: 'assistant.drafted',
})

export const listDrafts = endpoint({
  method: 'GET',
  path: '/cases/:id/drafts',
  status: 200,
  summary: 'What the assistant drafted for a case, newest first',
  access: 'assistant.use',
  assurance: signedIn,
  audit: 'assistant.drafts-listed',
  params: idParams,
  reply: Type.Object({
    items: Type.Array(Draft),
    /** What may be asked of the assistant about this case now; nothing where it is switched off. */
    can: Can,
    /** Whether what is asked goes to a model outside, without what tells who the patient is. */
    outside: Type.Boolean(),
  }),
  refusals: ['NOT_FOUND'],
})
const draftParams = Exactly({ id: Id, draftId: Id })
export const acceptDraft = endpoint({
  method: 'POST',
  path: '/cases/:id/drafts/:draftId/acceptance',
  status: 201,
  summary: 'Take a draft over, with other words or as it is: a reply becomes its doctor’s own answer',
  access: 'assistant.use',
  assurance: signedIn,
  audit: 'assistant.draft-accepted',
  params: draftParams,
  body: Exactly({ text: Type.Optional(ProtectedText(limits.section, 1)) }),
  reply: Draft,
  refusals: ['NOT_FOUND', 'DRAFT_DECIDED', 'DRAFT_INCOMPLETE', 'CASE_MOVED', 'CASE_FULL'],
})
export const rejectDraft = endpoint({
  method: 'POST',
  path: '/cases/:id/drafts/:draftId/rejection',
  status: 201,
  summary: 'Reject a draft; it is kept, and is never sent',
  access: 'assistant.use',
  assurance: signedIn,
  audit: 'assistant.draft-rejected',
  params: draftParams,
  body: Exactly({}),
  reply: Draft,
  refusals: ['NOT_FOUND', 'DRAFT_DECIDED', 'CASE_MOVED'],
})

const Amount = (most: number) => Type.Integer({ minimum: 0, maximum: most })
const budgets = {
  userTokens: Amount(100_000_000),
  tenantTokens: Amount(1_000_000_000),
  userSeconds: Amount(86_400),
  tenantSeconds: Amount(864_000),
  userCents: Amount(1_000_000),
  tenantCents: Amount(10_000_000),
}
const settings = {
  /** Whether the assistant may be asked at all. */
  enabled: Type.Boolean(),
  /** Whether summaries and replies may be asked of the outside model of the installation. */
  outside: Type.Boolean(),
  ...budgets,
}
const AssistantSettings = Type.Object({
  ...settings,
  version: Version,
  /** The outside model that the installation is set up with. */
  outsideModel: Type.Optional(Type.Object({ host: Type.String(), model: Type.String() })),
  /** Spent today (UTC) by the organisation, and by whom most. */
  today: Type.Object({
    calls: Amount(2_147_483_647),
    tokens: Amount(2_147_483_647),
    seconds: Type.Number({ minimum: 0 }),
    cents: Type.Number({ minimum: 0 }),
  }),
})
export const readAssistant = endpoint({
  method: 'GET',
  path: '/assistant',
  status: 200,
  summary: 'Whether the assistant is on, whom it asks, what it may spend in a day and what it spent today',
  access: 'organisation.manage',
  assurance: signedIn,
  audit: 'assistant.settings-read',
  reply: AssistantSettings,
  refusals: [],
})
export const setAssistant = endpoint({
  method: 'PUT',
  path: '/assistant',
  status: 200,
  summary: 'Switch the assistant and its outside model on or off, and set what they may spend',
  access: 'organisation.manage',
  assurance: freshlyProvenInFull,
  audit: 'assistant.settings-set',
  versioned: true,
  body: Exactly(settings),
  reply: AssistantSettings,
  refusals: ['VERSION_CONFLICT', 'VERSION_REQUIRED', 'ASSISTANT_MISSING'],
})

export const withdrawAssistantConsent = endpoint({
  method: 'POST',
  path: '/cases/:id/assistant-withdrawal',
  status: 201,
  summary: 'Take back that an outside model may read a case: nothing more of it is sent, and what is under way is cut off',
  access: 'case.withdraw',
  assurance: signedIn,
  audit: 'assistant.consent-withdrawn',
  params: idParams,
  body: Exactly({}),
  reply: CaseDetail,
  refusals: ['NOT_FOUND'],
})

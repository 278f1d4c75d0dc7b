import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, limits, Page, PersonName, ProtectedText, pageQuery } from './shapes.ts'

/** What somebody must hear of, each with how pressing it is; administrators are mailed what is `high`. */
export const alertKinds = {
  'account-locked': 'medium',
  'refresh-reused': 'high',
  'passkey-copied': 'high',
  'break-glass': 'high',
  spraying: 'high',
  'case-overdue': 'high',
  'case-unrouted': 'high',
  'clocks-apart': 'high',
} as const
export type AlertKind = keyof typeof alertKinds
export const alertStates = ['open', 'acknowledged', 'closed'] as const

const Kind = Type.Enum([
  'account-locked',
  'refresh-reused',
  'passkey-copied',
  'break-glass',
  'spraying',
  'case-overdue',
  'case-unrouted',
  'clocks-apart',
])
const State = Type.Enum(alertStates)

export const Alert = Type.Object({
  id: Id,
  kind: Kind,
  severity: Type.Enum(['medium', 'high']),
  state: State,
  raisedAt: Instant,
  /** Whose account it is about. */
  user: Type.Optional(PersonName),
  patientId: Type.Optional(Id),
  subject: Type.Optional(Type.Object({ type: Type.String(), id: Id })),
  acknowledgedAt: Type.Optional(Instant),
  closedAt: Type.Optional(Instant),
  /** The last of who took it up or closed it. */
  by: Type.Optional(PersonName),
  note: Type.Optional(Type.String()),
  can: Can,
})

export const countAlerts = endpoint({
  method: 'GET',
  path: '/alerts/count',
  status: 200,
  summary: 'How many alerts are open, at most 100',
  access: 'alert.read',
  assurance: signedIn,
  // A number alone; asked every minute by each page that shows it.
  audit: 'none',
  reply: Type.Object({ open: Type.Integer({ minimum: 0, maximum: 100 }) }),
  refusals: [],
})

export const listAlerts = endpoint({
  method: 'GET',
  path: '/alerts',
  status: 200,
  summary: 'What was noticed and somebody must hear of, newest first',
  access: 'alert.read',
  assurance: signedIn,
  audit: 'alert.listed',
  query: Exactly({ ...pageQuery, state: Type.Optional(State), kind: Type.Optional(Kind) }),
  reply: Page(Alert),
  refusals: [],
})

const Note = Exactly({ note: Type.Optional(ProtectedText(limits.note, 1)) })

export const acknowledgeAlert = endpoint({
  method: 'POST',
  path: '/alerts/:id/acknowledgement',
  status: 201,
  summary: 'Take an open alert up',
  access: 'alert.close',
  assurance: signedIn,
  audit: 'alert.acknowledged',
  params: idParams,
  body: Note,
  reply: Alert,
  refusals: ['NOT_FOUND', 'ALERT_CLOSED'],
})

export const closeAlert = endpoint({
  method: 'POST',
  path: '/alerts/:id/closing',
  status: 201,
  summary: 'Close an alert; one that nobody took up is taken up with it',
  access: 'alert.close',
  assurance: signedIn,
  audit: 'alert.closed',
  params: idParams,
  body: Note,
  reply: Alert,
  refusals: ['NOT_FOUND', 'ALERT_CLOSED'],
})

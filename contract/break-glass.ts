import { Type } from 'typebox'
import { endpoint, freshlyProven, signedIn } from './endpoint.ts'
import { CalendarDate, Can, Exactly, Id, Instant, idParams, limits, Page, PersonName, ProtectedLine, ProtectedText } from './shapes.ts'

export const emergencyCodes = ['life-threatening', 'cannot-speak', 'handed-over', 'standing-in', 'other'] as const
/** Minutes that one opening lasts, and the fewest characters of a reason. */
export const breakGlassLimits = { minutes: 60, reason: 10 } as const

export const EmergencyReason = Exactly({
  code: Type.Enum(emergencyCodes),
  text: ProtectedText(limits.note, breakGlassLimits.reason),
})

/** One chart, found by its id, by the whole insurance number, or by the whole name with the birth date: never a list to choose from. */
export const EmergencyPatient = Type.Union([
  Exactly({ id: Id }),
  Exactly({ insuranceId: ProtectedLine(64, 1) }),
  Exactly({ name: ProtectedLine(limits.line, 1), birthDate: CalendarDate }),
])

export const EmergencyAccess = Type.Object({
  id: Id,
  patient: PersonName,
  openedAt: Instant,
  until: Instant,
  can: Can,
})

export const openBreakGlass = endpoint({
  method: 'POST',
  path: '/break-glass',
  status: 201,
  summary: 'Open a chart that is not in one’s care, in an emergency, for an hour; administrators are told at once and review it',
  access: 'break-glass.open',
  assurance: freshlyProven,
  audit: 'break-glass.opened',
  body: Exactly({ patient: EmergencyPatient, reason: EmergencyReason }),
  reply: EmergencyAccess,
  refusals: ['NOT_FOUND', 'ALREADY_IN_CARE', 'OWN_ACCOUNT'],
})

export const extendBreakGlass = endpoint({
  method: 'POST',
  path: '/break-glass/:id/extension',
  status: 201,
  summary: 'Go on for another hour from now, for a new reason that is reviewed on its own',
  access: 'break-glass.open',
  assurance: freshlyProven,
  audit: 'break-glass.extended',
  params: idParams,
  body: Exactly({ reason: EmergencyReason }),
  reply: EmergencyAccess,
  refusals: ['NOT_FOUND', 'ALREADY_IN_CARE'],
})

export const endBreakGlass = endpoint({
  method: 'POST',
  path: '/break-glass/:id/ending',
  status: 201,
  summary: 'End emergency access before its time, one’s own or as who runs the organisation anybody’s; what has ended stays so',
  access: 'break-glass.end',
  assurance: signedIn,
  audit: 'break-glass.ended',
  params: idParams,
  reply: Type.Object({ id: Id, endedAt: Instant }),
  refusals: ['NOT_FOUND'],
})

export const listBreakGlass = endpoint({
  method: 'GET',
  path: '/break-glass',
  status: 200,
  summary: 'One’s own emergency access that is open now',
  access: 'break-glass.open',
  assurance: signedIn,
  audit: 'break-glass.listed',
  reply: Page(EmergencyAccess),
  refusals: [],
})

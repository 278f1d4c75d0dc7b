import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, Page, PersonName, pageQuery } from './shapes.ts'

/** The facts that open a chart to a doctor. */
export const careSources = ['appointment', 'case', 'care-team', 'break-glass'] as const
/** The same, and what opens it to somebody who acts for the patient. */
export const factSources = [...careSources, 'proxy'] as const
export const assignmentCauses = ['treating', 'covering', 'consulting', 'other'] as const
export const assignmentEndings = ['completed', 'handed-over', 'patient-request', 'mistake', 'other'] as const
export const careStates = ['coming', 'live', 'ended'] as const

const reach = {
  id: Id,
  source: Type.Enum(careSources),
  /** The visit, case or other row that is the cause. */
  sourceId: Id,
  from: Instant,
  /** Without it, until somebody ends it. */
  until: Type.Optional(Instant),
  state: Type.Enum(careStates),
  cause: Type.Optional(Type.Enum(assignmentCauses)),
}
/** One fact that opens a chart, with its time. */
export const Reach = Type.Object({
  ...reach,
  source: Type.Enum(factSources),
  /** Of a proxy: as what, and whether they may book. */
  capacity: Type.Optional(Type.Enum(['guardian', 'carer'])),
  mayBook: Type.Optional(Type.Boolean()),
})
/** A doctor to whom a chart is or will be open, and because of what. */
export const Carer = Type.Object({ ...reach, doctor: PersonName, can: Can })
/** A patient in whose care team a doctor is. */
export const Assignment = Type.Object({ ...reach, patient: PersonName, can: Can })

export const readCareTeam = endpoint({
  method: 'GET',
  path: '/patients/:id/care-team',
  status: 200,
  summary: 'To which doctors a chart is open now or will be, because of which fact, and until when',
  access: 'care-team.read',
  assurance: signedIn,
  audit: 'care-team.read',
  params: idParams,
  query: Exactly(pageQuery),
  reply: Page(Carer),
  refusals: ['NOT_FOUND'],
})

export const assignDoctor = endpoint({
  method: 'POST',
  path: '/patients/:id/care-team',
  status: 201,
  summary: 'Put a doctor into the care team, from now or later on, for good or until a time',
  access: 'care-team.manage',
  // It gives the chart away.
  assurance: freshlyProvenInFull,
  audit: 'care-team.assigned',
  params: idParams,
  body: Exactly({
    doctorId: Id,
    cause: Type.Enum(assignmentCauses),
    from: Type.Optional(Instant),
    until: Type.Optional(Instant),
  }),
  reply: Carer,
  refusals: ['NOT_FOUND', 'ALREADY_ASSIGNED'],
})

export const endAssignment = endpoint({
  method: 'POST',
  path: '/patients/:id/care-team/:relationId/ending',
  status: 201,
  summary: 'Take a doctor out of the care team; from this answer on the chart is closed to them',
  access: 'care-team.manage',
  assurance: signedIn,
  audit: 'care-team.ended',
  params: Exactly({ id: Id, relationId: Id }),
  body: Exactly({ ending: Type.Enum(assignmentEndings) }),
  reply: Carer,
  refusals: ['NOT_FOUND', 'ASSIGNMENT_ENDED'],
})

export const listAssignments = endpoint({
  method: 'GET',
  path: '/doctors/:id/care-team',
  status: 200,
  summary: 'In whose care teams a doctor is or will be',
  access: 'care-team.manage',
  assurance: signedIn,
  audit: 'care-team.listed',
  params: idParams,
  query: Exactly(pageQuery),
  reply: Page(Assignment),
  refusals: ['NOT_FOUND'],
})

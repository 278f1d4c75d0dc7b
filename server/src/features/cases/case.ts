import type { Case } from '@wardkeep/contract/cases.ts'
import type { Static } from 'typebox'
import type { Actor } from '../../security/operation.ts'
import type { Subject } from '../../security/permit.ts'
import type { KeyOwner, Sealed } from '../../security/vault/index.ts'

type Said = Static<typeof Case>
export type CaseState = Said['state']
export type Urgency = Said['urgency']

/** One medical question, whose it is, and who has it. */
export type CaseFacts = {
  id: string
  patientId: string | undefined
  vendorId: string | undefined
  /** Undefined for what is nobody’s. */
  submittedBy: string | undefined
  /** Until when it is nobody’s and kept; undefined once it is somebody’s. */
  anonymousUntil: Date | undefined
  state: CaseState
  urgency: Urgency
  language: string
  pool: string
  content: Sealed
  doctorId: string | undefined
  /** The caller is a doctor to whom it is offered. */
  offered: boolean
  /** What opened the chart, where one is open by this case. */
  careCause: string | undefined
  passedBy: readonly string[]
  submittedAt: Date
  dueAt: Date
  escalated: boolean
  flagged: boolean
  version: number
  /** Who submitted it agreed that an outside model reads it, without what tells who they are. */
  assistantConsent: boolean
  doctorProfile: Sealed | undefined
  /** Undefined where the caller does not act for the patient, else whether in their cases too. */
  asking: boolean | undefined
  /** Missing where the caller has no reach to the chart. */
  patientProfile: Sealed | undefined
}

/** What the policy is asked about: an offered case stands in the queue of each doctor to whom it is offered. */
export function subjectOf(
  { id, patientId, submittedBy, doctorId, offered, asking, version }: CaseFacts,
  { doctorId: reader }: Actor,
): Subject {
  const inQueueOf = offered ? reader : doctorId
  return {
    ...(patientId !== undefined && { patientId }),
    ...(inQueueOf !== undefined && { doctorId: inQueueOf }),
    ...(submittedBy !== undefined && { ownerUserId: submittedBy }),
    ...(asking !== undefined && { proxied: true, asked: asking }),
    resource: { type: 'case', id, version },
  }
}

/** Under whose key it is sealed: the patient's, or for a vendor's case, which names nobody, the organisation's. */
export function ownerOf(patientId: string | undefined): KeyOwner {
  return patientId === undefined ? { kind: 'tenant' } : { kind: 'patient', patientId }
}

import type { invitationStates } from '@wardkeep/contract/invitations.ts'
import { refuse } from '../../platform/refusal.ts'
import { isDoctorRole, isPatientRole } from '../../security/policy.ts'

export type InvitationState = (typeof invitationStates)[number]
export type Times = { accepted_at: Date | null; withdrawn_at: Date | null; expires_at: Date }

export function stateOf({ accepted_at, withdrawn_at, expires_at }: Times, now: Date): InvitationState {
  if (accepted_at !== null) return 'accepted'
  if (withdrawn_at !== null) return 'withdrawn'
  return now < expires_at ? 'waiting' : 'expired'
}

/** Refuses INVITATION_CLOSED where it was withdrawn, or somebody is in already. */
export function mustBeOpen(invitation: Times): void {
  if (invitation.accepted_at !== null || invitation.withdrawn_at !== null) refuse('INVITATION_CLOSED')
}

/** A chart belongs to a patient, and a calendar to a doctor; refuses BAD_REQUEST. */
export function mustFit({ role, patientId, doctor }: { role: string; patientId?: string; doctor?: object }): void {
  const errors = [
    ...(patientId !== undefined && !isPatientRole(role) ? [{ field: 'patientId', reason: 'is for patients' }] : []),
    ...(doctor !== undefined && !isDoctorRole(role) ? [{ field: 'doctor', reason: 'is for doctors' }] : []),
  ]
  if (errors.length > 0) refuse('BAD_REQUEST', { errors })
}

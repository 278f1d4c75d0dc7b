// Who runs an organisation may read every chart, and says for what: without a purpose it is put up for review, or refused where the organisation is strict. [B200][F37]
import type { AuditCode, Purpose } from '@wardkeep/contract/audit.ts'
import { asksPurpose } from '@wardkeep/contract/purpose.ts'
import { newId } from '../platform/ids.ts'
import { refuse } from '../platform/refusal.ts'
import type { Actor, Operation } from './operation.ts'
import { owesPurpose } from './policy.ts'

/** Before anything is read; refuses PURPOSE_REQUIRED in a strict organisation. */
export function mustStatePurpose({ role, session }: Actor, action: AuditCode | 'none', purpose: Purpose | undefined): void {
  if (purpose !== undefined || session?.purposeRequired !== true || !owesPurpose(role) || !asksPurpose(action)) return
  refuse('PURPOSE_REQUIRED', { errors: [{ field: 'X-Purpose-Of-Use', reason: 'is missing' }] })
}

/** What somebody read without a purpose; `patientId` is null where it was a list of several. */
export type Unstated = { reviewId: string; eventId: string; tenantId: string; userId: string; patientId: string | null; at: Date }

/** What of these, all of them allowed, showed patients to somebody who owed a purpose and stated none. */
export function unstatedIn(ops: readonly Operation[]): Unstated[] {
  return ops.flatMap((op) => {
    const { actor, trace, purpose, action, tenantId, now } = op
    const { userId } = actor
    if ((purpose ?? trace.purpose) !== undefined || userId === undefined || !owesPurpose(actor.role) || !asksPurpose(action)) return []
    const [patientId, another] = trace.patientIds
    if (patientId === undefined) return []
    const about = another === undefined ? patientId : null
    return [{ reviewId: newId(now), eventId: trace.eventId, tenantId, userId, patientId: about, at: now }]
  })
}

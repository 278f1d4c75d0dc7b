import type { EmergencyReason } from '@wardkeep/contract/break-glass.ts'
import type { Static } from 'typebox'
import type { Keep } from '../../security/keep.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type Reason = Static<typeof EmergencyReason>

/** Under the patient's own key: it says something of them. */
export function sealReason(keep: Keep, grant: { tenantId: string; id: string; patientId: string }, reason: Reason): Promise<Sealed> {
  const place = { tenantId: grant.tenantId, table: 'break_glass', column: 'reason', rowId: grant.id }
  return keep.vault.seal({ kind: 'patient', patientId: grant.patientId }, place, reason)
}

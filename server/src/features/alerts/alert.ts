import type { AlertKind, alertStates } from '@wardkeep/contract/alerts.ts'
import type { Keep } from '../../security/keep.ts'
import type { JsonValue, Place } from '../../security/vault/index.ts'

/** What raising takes beyond the common keep: where a mail leads. */
export type AlertKeep = Keep & { readonly publicUrl: string }

export type AlertState = (typeof alertStates)[number]

/** What an alert is raised for: `key` names the cause, as ids and keyed hashes. */
export type Cause = {
  kind: AlertKind
  key: string
  userId?: string | undefined
  patientId?: string
  subject?: { type: 'session' | 'passkey' | 'break-glass' | 'case'; id: string }
}

export function notePlace(tenantId: string, id: string): Place {
  return { tenantId, table: 'alerts', column: 'note', rowId: id }
}

export function noteIn(value: JsonValue): string {
  return value !== null && typeof value === 'object' && 'note' in value && typeof value.note === 'string' ? value.note : ''
}

import type { Confidentiality } from '@wardkeep/contract/labels.ts'
import type { MedicalRecord } from '@wardkeep/contract/records.ts'
import type { Static } from 'typebox'
import type { Subject } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

/** A record as its readers see it. */
export type RecordReply = Static<typeof MedicalRecord>
export type RecordState = RecordReply['state']

/** A record with its current version, still sealed. */
export type StoredRecord = {
  id: string
  patientId: string
  appointmentId: string | undefined
  authorId: string
  state: RecordState
  confidentiality: Confidentiality
  version: number
  createdAt: Date
  updatedAt: Date
  /** When the current version was written. */
  writtenAt: Date
  /** The caller is a doctor with a live care relation to the patient. */
  assigned: boolean
  /** By emergency access and nothing else. */
  emergency: boolean
  /** By a place in the care team, or in an emergency. */
  close: boolean
  /** The caller acts for the patient. */
  proxied: boolean
  content: Sealed
  /** Over the current version; `kid` is the signing key's thumbprint. */
  signatures: readonly { kid: string; at: Date }[]
  /** Signed records that add to this one, oldest first; and the one that this adds to. */
  addenda: readonly { id: string; at: Date }[]
  addsTo: string | undefined
  /** The statement by which it is retracted. */
  retraction: Sealed | undefined
}

/** What the policy is told of a record. */
export function subjectOf({
  id,
  patientId,
  authorId,
  assigned,
  emergency,
  proxied,
  version,
}: Pick<StoredRecord, 'id' | 'patientId' | 'authorId' | 'assigned' | 'emergency' | 'version'> & { proxied?: boolean }): Subject {
  return { patientId, authorId, assigned, emergency, proxied: proxied === true, resource: { type: 'record', id, version } }
}

/** A label counts as a part of what is changed; a normal record says nothing of one. */
export function labelled(confidentiality: Confidentiality): { confidentiality?: Confidentiality } {
  return confidentiality === 'N' ? {} : { confidentiality }
}

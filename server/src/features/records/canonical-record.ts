// The bytes that a record's signature covers. Format: docs/formats/record-signature.md.
import { canonicalBytes } from '../../security/vault/index.ts'
import type { RecordContent } from './content.ts'

/** One signed version: `createdAt` is the record's, `writtenAt` this version's. */
export type SignedVersion = {
  tenantId: string
  id: string
  patientId: string
  appointmentId: string | undefined
  authorId: string
  version: number
  createdAt: Date
  writtenAt: Date
  signedAt: Date
  content: RecordContent
  /** The signed record that this one adds to. */
  addsTo?: string | undefined
}

/** Every member stands there, also where there is nothing to say; `sections[].heading` alone may be absent. An addendum is of the second format. */
export function canonicalRecord(signed: SignedVersion): Buffer {
  const { content, addsTo } = signed
  return canonicalBytes({
    ...(addsTo === undefined ? { format: 'wardkeep-record/1' } : { format: 'wardkeep-record/2', addsTo }),
    tenantId: signed.tenantId,
    id: signed.id,
    version: signed.version,
    patientId: signed.patientId,
    appointmentId: signed.appointmentId ?? null,
    author: { id: signed.authorId, name: content.author },
    type: content.type,
    title: content.title,
    sections: content.sections,
    codes: content.codes ?? [],
    attachments: [],
    createdAt: signed.createdAt.toISOString(),
    updatedAt: signed.writtenAt.toISOString(),
    signedAt: signed.signedAt.toISOString(),
  })
}

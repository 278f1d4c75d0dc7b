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
}

/** Every member stands there, also where there is nothing to say; `sections[].heading` alone may be absent. */
export function canonicalRecord(signed: SignedVersion): Buffer {
  const { content } = signed
  return canonicalBytes({
    format: 'wardkeep-record/1',
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

// What one version of a record says: sealed whole under the patient's key, so clinical text comes back byte for byte or not at all.
import { recordTypes } from '@wardkeep/contract/records.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { Place, Sealed } from '../../security/vault/index.ts'

export const RecordContent = Type.Object({
  type: Type.Enum(recordTypes),
  title: Type.String(),
  sections: Type.Array(Type.Object({ heading: Type.Optional(Type.String()), text: Type.String() })),
  codes: Type.Optional(Type.Array(Type.Object({ system: Type.String(), code: Type.String(), display: Type.String() }))),
  /** The author's name as it was when they wrote this version; a signature covers it. */
  author: Type.String(),
})
export type RecordContent = Type.Static<typeof RecordContent>

type Version = { id: string; version: number }

export function sealContent(
  keep: Keep,
  tenantId: string,
  { patientId, ...version }: Version & { patientId: string },
  content: RecordContent,
): Promise<Sealed> {
  return keep.vault.seal({ kind: 'patient', patientId }, placeOf(tenantId, version), content)
}

/** Throws `EnvelopeError` where the stored bytes are not what was sealed for this version. */
export async function openContent(keep: Keep, tenantId: string, stored: Version & { content: Sealed }): Promise<RecordContent> {
  return Value.Parse(RecordContent, await keep.vault.open(placeOf(tenantId, stored), stored.content))
}

function placeOf(tenantId: string, { id, version }: Version): Place {
  return { tenantId, table: 'record_versions', column: 'content', rowId: `${id}:${version}` }
}

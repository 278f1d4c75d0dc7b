// What who runs the clinic notes about a patient, in an envelope of its own: it is opened for nobody else.
import type { Keep } from '../../security/keep.ts'
import type { Sealed } from '../../security/vault/index.ts'

/** Undefined for an empty note, which is none. */
export async function sealNote(keep: Keep, tenantId: string, patientId: string, note: string): Promise<Sealed | undefined> {
  return note === '' ? undefined : keep.vault.seal({ kind: 'patient', patientId }, notePlace(tenantId, patientId), note)
}

export async function openNote(
  keep: Keep,
  tenantId: string,
  { id, note }: { id: string; note: Sealed | undefined },
): Promise<string | undefined> {
  const opened = note && (await keep.vault.open(notePlace(tenantId, id), note))
  return typeof opened === 'string' ? opened : undefined
}

function notePlace(tenantId: string, patientId: string) {
  return { tenantId, table: 'patient_notes', column: 'note', rowId: patientId }
}

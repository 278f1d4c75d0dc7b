import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { Sealed } from '../../security/vault/index.ts'

/** What a visit's envelope holds: the patient's own words on why they come, and the clinic's on why it set its rules aside. */
const Details = Type.Object({ reason: Type.Optional(Type.String()), override: Type.Optional(Type.String()) })
/** What the envelope of a change holds: a note, and the name, as then, of who made it. */
const ChangeDetails = Type.Object({ note: Type.Optional(Type.String()), by: Type.String() })
export type Details = Type.Static<typeof Details>
export type ChangeDetails = Type.Static<typeof ChangeDetails>

type Of = { tenantId: string; patientId: string }

export function sealDetails(keep: Keep, { tenantId, patientId }: Of, visitId: string, details: Details): Promise<Sealed> {
  return keep.vault.seal({ kind: 'patient', patientId }, detailsPlace(tenantId, visitId), details)
}

export function sealChange(keep: Keep, { tenantId, patientId }: Of, changeId: string, details: ChangeDetails): Promise<Sealed> {
  return keep.vault.seal({ kind: 'patient', patientId }, changePlace(tenantId, changeId), details)
}

type Envelope = { id: string; details: Sealed }

/** In the order given. */
export async function openDetails(keep: Keep, tenantId: string, visits: readonly Envelope[]): Promise<Details[]> {
  const opened = await keep.vault.openMany(visits.map(({ id, details }) => ({ place: detailsPlace(tenantId, id), sealed: details })))
  return opened.map((value) => Value.Parse(Details, value))
}

/** In the order given. */
export async function openChanges(keep: Keep, tenantId: string, changes: readonly Envelope[]): Promise<ChangeDetails[]> {
  const opened = await keep.vault.openMany(changes.map(({ id, details }) => ({ place: changePlace(tenantId, id), sealed: details })))
  return opened.map((value) => Value.Parse(ChangeDetails, value))
}

function detailsPlace(tenantId: string, visitId: string) {
  return { tenantId, table: 'appointments', column: 'details', rowId: visitId }
}

function changePlace(tenantId: string, changeId: string) {
  return { tenantId, table: 'appointment_changes', column: 'details', rowId: changeId }
}

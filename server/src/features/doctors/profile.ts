import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { Sealed } from '../../security/vault/index.ts'

/** What a doctor's one envelope holds, under the tenant's key. */
export const DoctorProfile = Type.Object({ displayName: Type.String() })
export type DoctorProfile = Type.Static<typeof DoctorProfile>

function place(tenantId: string, doctorId: string) {
  return { tenantId, table: 'doctors', column: 'profile', rowId: doctorId }
}

/** Opens the profiles of several doctors at once, in the order given. */
export async function openDoctors(
  keep: Keep,
  tenantId: string,
  rows: readonly { doctorId: string; profile: Sealed }[],
): Promise<DoctorProfile[]> {
  const opened = await keep.vault.openMany(rows.map((row) => ({ place: place(tenantId, row.doctorId), sealed: row.profile })))
  return opened.map((value) => Value.Parse(DoctorProfile, value))
}

export function sealDoctor(keep: Keep, tenantId: string, doctorId: string, profile: DoctorProfile): Promise<Sealed> {
  return keep.vault.seal({ kind: 'tenant' }, place(tenantId, doctorId), profile)
}

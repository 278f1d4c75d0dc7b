import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Keep } from '../../security/keep.ts'
import type { JsonValue, Sealed } from '../../security/vault/index.ts'
import { searchTokens } from './search-tokens.ts'

/** What a chart's one envelope holds: who the patient is. */
export const PatientProfile = Type.Object({
  displayName: Type.String(),
  birthDate: Type.Optional(Type.String()),
  sex: Type.Optional(Type.Enum(['male', 'female', 'other', 'unknown'])),
  insuranceId: Type.Optional(Type.String()),
  contact: Type.Optional(
    Type.Object({ email: Type.Optional(Type.String()), phone: Type.Optional(Type.String()), address: Type.Optional(Type.String()) }),
  ),
})
export type PatientProfile = Type.Static<typeof PatientProfile>

export function profilePlace(tenantId: string, patientId: string) {
  return { tenantId, table: 'patients', column: 'profile', rowId: patientId }
}

/** Opens the profiles of several charts at once, in the order given. */
export async function openProfiles(
  keep: Keep,
  tenantId: string,
  rows: readonly { patientId: string; profile: Sealed }[],
): Promise<PatientProfile[]> {
  const opened = await keep.vault.openMany(rows.map((row) => ({ place: profilePlace(tenantId, row.patientId), sealed: row.profile })))
  return opened.map(readProfile)
}

/** What is stored of a profile: its envelope, and what the chart can be found by. They are made and written together, so that neither is forgotten. */
export type SealedProfile = { profile: Sealed; tokens: readonly Buffer[] }

export async function sealProfile(keep: Keep, tenantId: string, patientId: string, profile: PatientProfile): Promise<SealedProfile> {
  const [sealed, tokens] = await Promise.all([
    keep.vault.seal({ kind: 'patient', patientId }, profilePlace(tenantId, patientId), profile),
    searchTokens(keep, tenantId, profile),
  ])
  return { profile: sealed, tokens }
}

const readable = Compile(PatientProfile)

function readProfile(value: JsonValue): PatientProfile {
  if (!readable.Check(value)) throw new TypeError('A profile opened as something else')
  return value
}

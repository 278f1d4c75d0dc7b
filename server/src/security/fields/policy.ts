// The second page: which field of a patient which role is shown, how much of it, and which it may change. A field that is not written here is hidden. [F32]
import type { FieldRight, PatientField } from '@wardkeep/contract/fields.ts'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import { roles } from '@wardkeep/contract/identity.ts'
import type { Relation } from '../policy.ts'

/** What is not in it is hidden. Who reads a patient at all reads the name and the language. */
export type FieldRules = { readonly [K in PatientField]?: FieldRight }
type Part = { relations: readonly Relation[]; fields: FieldRules }

const identified: FieldRules = { displayName: 'read', birthDate: 'read', sex: 'read', language: 'read' }
/** Of a patient whom the office looks after. */
const administered: FieldRules = { ...identified, displayName: 'change', contact: 'change', language: 'change', internalNote: 'change' }

const page: Readonly<Record<RoleName, readonly Part[]>> = {
  patient: [
    { relations: ['self'], fields: { ...identified, displayName: 'change', contact: 'change', language: 'change', insuranceId: 'read' } },
    { relations: ['proxy'], fields: { ...identified, contact: 'read', insuranceId: 'ending' } },
  ],
  doctor: [{ relations: ['assigned', 'emergency'], fields: { ...identified, contact: 'read', insuranceId: 'ending' } }],
  admin: [{ relations: ['organisation'], fields: { ...administered, insuranceId: 'change' } }],
  reception: [{ relations: ['organisation'], fields: { ...administered, insuranceId: 'replace' } }],
  auditor: [],
  service: [],
}

const parts = new Map<string, readonly Part[]>(Object.entries(page))
const nothing: FieldRules = {}

/** The rules for a role in one relation; none where the page is silent. */
export function fieldRulesFor(role: string, relation: Relation): FieldRules {
  return parts.get(role)?.find(({ relations }) => relations.includes(relation))?.fields ?? nothing
}

/** The page as it is printed: role by role, with the relations that each part is for. */
export function fieldPage(): { role: RoleName; relations: readonly Relation[]; fields: FieldRules }[] {
  return roles.flatMap((role) => page[role].map((part) => ({ role, ...part })))
}

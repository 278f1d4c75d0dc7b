// The fields of a patient that rules are made for, and what a rule can say.
import { Type } from 'typebox'

export const patientFields = ['displayName', 'birthDate', 'sex', 'insuranceId', 'contact', 'language', 'internalNote'] as const
export type PatientField = (typeof patientFields)[number]

/**
 * `read` whole; `change` read whole and changed; `ending` only its last four characters are shown; `replace` the same, and another may be put in
 * its place. A field without a rule is hidden.
 */
export const fieldRights = ['read', 'change', 'ending', 'replace'] as const
export type FieldRight = (typeof fieldRights)[number]

const Field = Type.Enum(patientFields)
/** What the caller is shown only the ending of, and what they may change. */
export const FieldsTold = Type.Object({ masked: Type.Array(Field), changeable: Type.Array(Field) })

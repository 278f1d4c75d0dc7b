// The one place where a patient is shaped for whoever reads, and where a change is held to the fields that its role may change.
import { type FieldRight, type PatientField, patientFields } from '@wardkeep/contract/fields.ts'
import { refuse } from '../../platform/refusal.ts'
import type { FieldRules } from './policy.ts'

type Whole<Contact> = {
  displayName: string
  birthDate?: string
  sex?: 'male' | 'female' | 'other' | 'unknown'
  insuranceId?: string
  contact?: Contact
  language: string
  internalNote?: string | undefined
}

/** A patient as these rules show them, with what is masked and what may be changed. */
export function shaped<Contact>(rules: FieldRules, whole: Whole<Contact>) {
  const { birthDate, sex, insuranceId, contact, internalNote } = whole
  return {
    displayName: isShown(rules, 'displayName') ? whole.displayName : '',
    ...(isShown(rules, 'birthDate') && birthDate !== undefined && { birthDate }),
    ...(isShown(rules, 'sex') && sex !== undefined && { sex }),
    ...(isShown(rules, 'insuranceId') && insuranceId !== undefined && { insuranceId: asFarAs(rules.insuranceId, insuranceId) }),
    ...(isShown(rules, 'contact') && contact !== undefined && { contact }),
    language: isShown(rules, 'language') ? whole.language : 'und',
    ...(isShown(rules, 'internalNote') && internalNote !== undefined && { internalNote }),
    fields: {
      masked: patientFields.filter((field) => isMasked(rules[field])),
      changeable: patientFields.filter((field) => isChangeable(rules[field])),
    },
  }
}

export function isShown(rules: FieldRules, field: PatientField): boolean {
  return rules[field] !== undefined
}

/** Refuses FIELD_REFUSED with every field that the rules do not let be changed; the whole change is then refused. */
export function mustMayChange(rules: FieldRules, changed: Readonly<Record<string, unknown>>): void {
  const refused = Object.keys(changed).filter((name) => !patientFields.some((field) => field === name && isChangeable(rules[field])))
  if (refused.length > 0) refuse('FIELD_REFUSED', { errors: refused.map((field) => ({ field, reason: 'is not changed by your role' })) })
}

/** Its last four characters at most, and never more than a third of it. */
export function masked(value: string): string {
  const points = [...value]
  const left = Math.min(4, Math.floor(points.length / 3))
  return `••••${points.slice(points.length - left).join('')}`
}

function asFarAs(right: FieldRight | undefined, value: string): string {
  return isMasked(right) ? masked(value) : value
}

function isMasked(right: FieldRight | undefined): boolean {
  return right === 'ending' || right === 'replace'
}

function isChangeable(right: FieldRight | undefined): boolean {
  return right === 'change' || right === 'replace'
}

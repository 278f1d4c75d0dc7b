// FHIR R4 meta.security: a label that withholds comes with the entry, since whoever made it meant every reader after them.
import { type Confidentiality, withholding } from '@wardkeep/contract/labels.ts'
import type { Place } from './place.ts'

const system = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
/** Unrestricted, low, moderate, normal: nothing is withheld by them. */
const open = ['U', 'L', 'M', 'N'] as const

/** The strictest label of a resource; undefined where nothing is withheld. Refuses a confidentiality that HL7 does not have. */
export function readLabel(at: Place): Exclude<Confidentiality, 'N'> | undefined {
  const labels = at.may('meta')?.each('security') ?? []
  const said = labels
    .filter((label) => label.mayText('system') === system)
    .map((label) => label.must('code').oneOf([...open, ...withholding] as const))
  return withholding.findLast((label) => said.some((code) => code === label))
}

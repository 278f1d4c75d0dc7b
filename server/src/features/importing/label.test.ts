import { expect, test } from 'vitest'
import { readLabel } from './label.ts'
import { Place } from './place.ts'

const coded = (system: string, ...codes: string[]) => ({ meta: { security: codes.map((code) => ({ system, code })) } })
const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
const read = (resource: object) => readLabel(new Place(resource, 'Observation'))

test('[F35 part] an imported resource keeps the strictest confidentiality that its source gave it; normal and less withhold nothing, and another system says nothing of it', () => {
  expect(read({})).toBeUndefined()
  expect(read({ meta: {} })).toBeUndefined()
  for (const code of ['U', 'L', 'M', 'N']) expect(read(coded(confidentiality, code))).toBeUndefined()
  expect(read(coded(confidentiality, 'R'))).toBe('R')
  expect(read(coded(confidentiality, 'V', 'N', 'R'))).toBe('V')
  expect(read(coded('http://terminology.hl7.org/CodeSystem/v3-ActReason', 'R'))).toBeUndefined()
  expect(() => read(coded(confidentiality, 'X'))).toThrow()
})

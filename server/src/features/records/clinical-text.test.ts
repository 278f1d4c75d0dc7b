import { ProtectedLine, ProtectedText } from '@wardkeep/contract/shapes.ts'
import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, pia } from '../../../tests/people.ts'
import { assign, patientOf } from './records.fixture.ts'

// Every code point that the contract takes: half pairs and controls apart, and line ends where there is one line.
const text = fc.string({ unit: 'binary', maxLength: 300 }).map((raw) => only(ProtectedText(), raw))
const line = text.map((raw) => only(ProtectedLine(), raw).slice(0, 90).toWellFormed())
const content = fc.record(
  {
    type: fc.constantFrom('visit-note', 'result', 'prescription', 'referral', 'letter'),
    title: line.map((raw) => `${raw}.`),
    sections: fc.array(fc.record({ heading: line, text }, { requiredKeys: ['text'] }), { minLength: 1, maxLength: 5 }),
    codes: fc.array(fc.record({ system: line, code: line.map((raw) => raw.slice(0, 40).toWellFormed()), display: line }), { maxLength: 3 }),
  },
  { requiredKeys: ['type', 'title', 'sections'] },
)

test('[F57 part] any text comes back byte for byte through the API, and its signature covers just those bytes', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  await fc.assert(
    fc.asyncProperty(content, async (written) => {
      const { id } = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...written } })
      await ana.signRecord({ params: { id }, body: {} })
      const { type, title, sections, codes } = await ana.readRecord({ params: { id } })
      expect({ type, title, sections, codes }).toEqual({ codes: undefined, ...written })
      const verdict = await ana.verifyRecord({ params: { id } })
      expect(verdict.valid).toBe(true)
      const signed = JSON.parse(verdict.canonical)
      expect({ type: signed.type, title: signed.title, sections: signed.sections, codes: signed.codes }).toEqual({ codes: [], ...written })
    }),
    { numRuns: 40 },
  )
}, 60_000)

function only(shape: TSchema, raw: string): string {
  return [...raw].filter((character) => Value.Check(shape, character)).join('')
}

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseBundleText } from './bundle.ts'
import { findFault, parseJson } from './json-text.ts'
import { BundleRefused } from './refused.ts'

const bytes = readFileSync(new URL('../../../fixtures/synthea/agustin-fonseca.json', import.meta.url))

test('broken JSON is refused with its line and column, and none of its text', () => {
  expect(positionOf('{\n  "family": Kern\n}')).toBe('line 2 column 13')
  expect(positionOf('{"a": 1,}')).toBe('line 1 column 9')
  expect(positionOf('[1, 2')).toBe('line 1 column 6')
  expect(positionOf('["a\nb"]')).toBe('line 1 column 4')
  expect(positionOf('["\\x"]')).toBe('line 1 column 3')
  expect(positionOf('[1}')).toBe('line 1 column 3')
  expect(positionOf('{} {}')).toBe('line 1 column 4')
  expect(positionOf('')).toBe('line 1 column 1')
  expect(messageOf('{"family": Kern}')).toBe('line 1 column 12: is not JSON')
})

test('a bundle cut anywhere is refused where it was cut', () => {
  const text = bytes.toString('utf8')
  const cut = Math.floor(text.length / 2)
  expect(messageOf(text.slice(0, cut))).toBe(
    `line ${text.slice(0, cut).split('\n').length} column ${columnAt(text, cut)}: the JSON ends too early`,
  )
})

test('bytes that are not UTF-8 are refused with their place instead of becoming other characters', () => {
  const at = bytes.indexOf(Buffer.from('í'))
  const latin1 = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xed]), bytes.subarray(at + 2)])
  // 0xed alone could still begin a character; the byte after it cannot go on.
  expect(positionOf(latin1)).toBe(`byte ${at + 1}`)
})

test('JSON nested deeper than any stack is refused like any other', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const resource = `{"resourceType":"Patient","id":"p","birthDate":"1980-01-01","name":[{"family":"x"}],"text":${deep}}`
  const text = `{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST"},"resource":${resource}}]}`
  expect(parseBundleText(text).patient.sourceId).toBe('p')
  expect(positionOf(deep)).toBe('Bundle')
  expect(positionOf(deep.slice(0, -1))).toBe('line 1 column 400000')
})

test('a fault is found exactly where the engine finds a text not to be JSON', () => {
  const piece = fc.constantFrom(...'{}[]:,"\\ \n-01.e+', 'true', 'null', 'fals', '"a"', '"\\u00e9"', '"k":', '1.5', '\u0001', '\ufeff')
  const pieces = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.nat({ max: 2 }), piece).map(([text, at, gone, added]) => {
    const from = at % (text.length + 1)
    return text.slice(0, from) + added + text.slice(from + gone)
  })
  fc.assert(
    fc.property(fc.oneof(pieces, damaged), (text) => {
      const fault = findFault(text)
      if (isJson(text)) expect(fault).toBe(text.length)
      else expect(() => parseJson(text)).toThrow(BundleRefused)
      // Up to the fault all is well: something could follow that makes it JSON, so the fault does not come later than it must.
      expect(findFault(text.slice(0, fault))).toBe(fault)
    }),
    { numRuns: 2000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function messageOf(source: string | Uint8Array): string {
  return refusalOf(source).message
}

function positionOf(source: string | Uint8Array): string {
  return refusalOf(source).position
}

function refusalOf(source: string | Uint8Array): BundleRefused {
  try {
    parseBundleText(source)
  } catch (error) {
    if (error instanceof BundleRefused) return error
    throw error
  }
  throw new Error('the text was read')
}

function columnAt(text: string, offset: number): number {
  return offset - text.lastIndexOf('\n', offset - 1)
}

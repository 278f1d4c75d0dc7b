import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBundle } from './bundle.ts'
import { BundleRefused } from './refused.ts'

const whole: unknown = JSON.parse(readFileSync(new URL('../../../fixtures/synthea/buster-hoeger.json', import.meta.url), 'utf8'))
const canary = 'Zyxwvut Canary'

const gone = Symbol('gone')
const hostile: unknown = JSON.parse('{"__proto__": {"reference": "x"}, "constructor": [], "reference": "Zyxwvut Canary"}')
const substitute = fc.oneof(
  fc.constant(gone),
  fc.constant(canary),
  fc.constantFrom(
    '',
    'Patient',
    'urn:uuid:none',
    '#x',
    '__proto__',
    'constructor',
    '9999-99-99',
    '\u0000',
    '\ud800',
    1e308,
    -0,
    Number.POSITIVE_INFINITY,
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(hostile),
)

test('a bundle with any node gone or replaced is read or refused, never another error, and nothing of it is repeated', () => {
  const steps = fc.array(fc.nat(), { minLength: 0, maxLength: 10 })
  let read = 0
  let refused = 0
  fc.assert(
    fc.property(steps, substitute, (path, value) => {
      try {
        const facts = readBundle(damaged(whole, path, value))
        expect(facts.patient.sourceId).not.toBe('')
        read += 1
      } catch (error) {
        if (!(error instanceof BundleRefused)) throw error
        expect(error.message).not.toContain(canary)
        expect(error.position).toMatch(/^Bundle/)
        refused += 1
      }
    }),
    { numRuns: 1500 },
  )
  expect(Math.min(read, refused)).toBeGreaterThan(100)
})

/** A copy along the path (each step counted round the node's children) whose last node is replaced or gone. */
function damaged(node: unknown, [step, ...rest]: number[], value: unknown): unknown {
  if (step === undefined || typeof node !== 'object' || node === null) return value === gone ? undefined : value
  const children = Object.entries(node)
  const chosen = children[step % Math.max(children.length, 1)]
  if (chosen === undefined) return value === gone ? undefined : value
  const [key, child] = chosen
  const last = rest.length === 0 || typeof child !== 'object'
  const changed = last ? value : damaged(child, rest, value)
  const copied = children.flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key) return [[name, inner]]
    return changed === gone ? [] : [[name, changed]]
  })
  return Array.isArray(node) ? copied.map(([, inner]) => inner) : Object.fromEntries(copied)
}

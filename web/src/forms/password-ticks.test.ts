import { expect, test } from 'vitest'
import { ticksOf } from './password-ticks.ts'

const who = { owner: { email: 'rose.levi@harbour.test', displayName: 'Rose Levi' }, names: ['Harbour Clinic'] }
const met = (password: string, policy: 'composition' | 'length' | 'hybrid') =>
  ticksOf(password, { policy, ...who }).flatMap((tick) => (tick.met ? [tick.rule] : []))

test('nothing is ticked off before something is typed, and everything once the password is good', () => {
  for (const policy of ['composition', 'length', 'hybrid'] as const) {
    expect(met('', policy)).toEqual([])
    expect(met('Velvet-Tundra-4-Kayak', policy)).toHaveLength(ticksOf('', { policy, ...who }).length)
  }
})

test('each policy ticks off its own rules', () => {
  expect(met('velvet-tundra', 'composition')).toEqual(['short12', 'small', 'sign', 'personal', 'patterns'])
  expect(met('velvet-tundra', 'length')).toEqual(['personal', 'patterns'])
  expect(met('velvet-tundra', 'hybrid')).toEqual(['short12', 'personal', 'patterns'])
  expect(met('velvet-tundra-kayak', 'length')).toEqual(['short15', 'personal', 'patterns'])
})

test('names of the owner and of the clinic, and patterns, are seen without the server', () => {
  expect(met('Rose.Levi-Levi-77', 'composition')).not.toContain('personal')
  expect(met('Harbour.Clinic-1', 'composition')).not.toContain('patterns')
  expect(met('Qwertyuiop-1234', 'composition')).not.toContain('patterns')
})

test('the longest length is told only where it is passed', () => {
  const rules = (password: string) => ticksOf(password, { policy: 'length', ...who }).map(({ rule }) => rule)
  expect(rules('x')).not.toContain('long')
  expect(rules('xy'.repeat(520))).toContain('long')
})

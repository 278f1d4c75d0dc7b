import { describe, expect, test } from 'vitest'
import { addressPatterns } from './addresses.ts'
import { datePatterns } from './calendar-dates.ts'
import { patterns } from './formatted-identifiers.ts'
import { removeIdentifiers } from './identifiers.ts'
import { detectLanguage } from './language.ts'
import { summarise } from './summary.ts'
import { triage } from './triage.ts'

const all = Object.entries({ ...patterns, ...datePatterns, ...addressPatterns })

describe('what somebody writes cannot make the work grow faster than the text', () => {
  test.each(all)('the pattern %s repeats nothing without a bound', (_, pattern) => {
    // Escapes and classes out of the way: what is left of * and + repeats.
    const bare = pattern.source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')
    expect(bare).not.toMatch(/[*+]|\{\d*,\}/)
  })
  test('a pattern without a bound would be found', () => {
    expect('(a+)+'.replace(/\\./g, '')).toMatch(/[*+]/)
  })

  const long = 65_536
  const hostile: [string, string][] = [
    ['one letter', 'a'],
    ['capitals', 'A '],
    ['digits', '1'],
    ['digits and spaces', '1 '],
    ['at signs', '@a'],
    ['addresses', 'a@a.'],
    ['dots', 'a.'],
    ['colons', 'a:'],
    ['hyphens', 'a-1'],
    ['placeholders', '⟦NAME-1⟧'],
    ['open brackets', '⟦'],
    ['marks', '\u0301'],
    ['streets', 'Calle de la '],
    ['Hebrew', 'רחוב א '],
    ['titles', 'Dr. '],
    ['months', 'May 1 '],
    ['particles', 'de la '],
    ['pain', 'no chest pain or '],
    ['halves', '\ud800'],
    ['Arabic', 'الم في ال'],
  ]
  test.each(hostile)('64 KB of %s come back whole', (_, unit) => {
    const text = unit.repeat(Math.ceil(long / unit.length)).slice(0, long)
    const { text: removed, restore } = removeIdentifiers(text, { names: ['Maya Cohen'], numbers: ['1111'] })
    expect(restore(removed) === text).toBe(true)
  })
  test.each(['no chest pain or ', 'الم في ال', 'a. '])('and are sorted, judged and summed up: %j', (unit) => {
    const text = unit.repeat(long / 4 / unit.length)
    expect(triage({ text, language: 'en' }).urgency).toMatch(/routine|soon|urgent/)
    expect(detectLanguage(text, { allowed: ['en', 'he'] }).confidence).toBeLessThanOrEqual(1)
    expect(summarise(text, 'en').sources.length).toBeLessThanOrEqual(4)
  })
})

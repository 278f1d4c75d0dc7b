import { expect, test } from 'vitest'
import { numberWords, unitWords, valueWords } from './quantities.ts'

test.each([
  ['kg', 'kg'],
  ['kg/m2', 'kg/m²'],
  ['mm[Hg]', 'mmHg'],
  ['10*3/uL', '10³/µL'],
  ['10*6/uL', '10⁶/µL'],
  ['ug/dL', 'µg/dL'],
  ['[pH]', 'pH'],
  ['Cel', '°C'],
  ['[lb_av]', 'lb'],
  ['{score}', ''],
  ['mL/min/{1.73_m2}', 'mL/min/1.73 m²'],
  ['%', '%'],
])('the unit %s is written %s', (unit, words) => {
  expect(unitWords(unit)).toBe(words)
})

test('a value keeps its words, and only the unit at its end is written for people', () => {
  expect(valueWords('131 / 82 mm[Hg]', 'mm[Hg]')).toBe('131 / 82 mmHg')
  expect(valueWords('3.85 10*3/uL', '10*3/uL')).toBe('3.85 10³/µL')
  expect(valueWords('3', '{score}')).toBe('3')
  expect(valueWords('Never smoker', undefined)).toBe('Never smoker')
})

test('a measured number stays as it is, and a simulated one is shown without its noise', () => {
  expect([7.356, 1234.5678, 72.34567891, 3.8457973674, 0.13234985, 5, -2].map((value) => numberWords(value, 'kg', 'en'))).toEqual([
    '7.356',
    '1,234.5678',
    '72.3',
    '3.85',
    '0.132',
    '5',
    '-2',
  ])
  expect([131.4567891, 131.5].map((value) => numberWords(value, 'mm[Hg]', 'en'))).toEqual(['131', '131.5'])
})

import { expect, test } from 'vitest'
import { cardsOf, rangeOf, rowsOf, type Series, timesOf } from './trend-cards.ts'

const panel = { code: '55284-4', label: 'Blood Pressure' }
const series = (code: string, values: [string, number][], more: Partial<Series> = {}): Series => ({
  system: 'http://loinc.org',
  code,
  label: `Label ${code}`,
  unit: 'mm[Hg]',
  points: values.map(([at, value]) => ({ at, value })),
  ...more,
})
const diastolic = series(
  '8462-4',
  [
    ['2020', 80],
    ['2021', 82],
  ],
  { panel },
)
const systolic = series(
  '8480-6',
  [
    ['2020', 131],
    ['2022', 128],
  ],
  { panel },
)

test('what was measured together in one unit is one card, the systolic pressure first', () => {
  const cards = cardsOf([diastolic, systolic, series('x', [['2020', 1]]), series('x', [['2020', 1]], { unit: 'kg' })])
  expect(cards.map(({ label, unit, series: of }) => [label, unit, of.map(({ code }) => code)])).toEqual([
    ['Blood Pressure', 'mm[Hg]', ['8480-6', '8462-4']],
    ['Label x', 'mm[Hg]', ['x']],
    ['Label x', 'kg', ['x']],
  ])
})

test('a card tells its range, how often it was measured, and every value by its moment, newest first', () => {
  const [card] = cardsOf([diastolic, systolic])
  if (card === undefined) throw new Error('there is a card')
  expect(rangeOf(card)).toEqual({ low: 80, high: 131 })
  expect(timesOf(card)).toBe(2)
  expect(rowsOf(card)).toEqual([
    { at: '2022', values: [128, undefined] },
    { at: '2021', values: [undefined, 82] },
    { at: '2020', values: [131, 80] },
  ])
})

test('two values of one moment are both told', () => {
  const [card] = cardsOf([
    series('x', [
      ['2020', 1],
      ['2020', 2],
    ]),
  ])
  expect(card && rowsOf(card).map(({ values }) => values)).toEqual([[1], [2]])
})

import { expect, test } from 'vitest'
import { ageOn } from './age.ts'

test.each([
  ['1961-05-03', '2026-05-02', 'years', 64],
  ['1961-05-03', '2026-05-03', 'years', 65],
  ['2024-02-29', '2026-02-28', 'months', 23],
  ['2024-02-29', '2026-03-01', 'years', 2],
  ['2026-05-03', '2026-05-20', 'months', 0],
])('born %s, somebody is on %s as old as one would say', (birthDate, today, unit, count) => {
  expect(ageOn(birthDate, today)).toEqual({ unit, count })
})

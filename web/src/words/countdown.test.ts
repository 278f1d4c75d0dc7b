import { expect, test } from 'vitest'
import { clockOf } from './countdown.ts'

test('seconds are told as minutes and seconds', () => {
  expect([0, 9, 60, 3541, 3600].map(clockOf)).toEqual(['0:00', '0:09', '1:00', '59:01', '60:00'])
})

import { expect, test } from 'vitest'
import { carriedBy } from './link.ts'

test('a mailed link is read from behind its #, and one that was cut carries nothing', () => {
  expect(carriedBy('#token=ab-C_1&policy=length')).toEqual({ token: 'ab-C_1', policy: 'length' })
  expect(carriedBy('#token=ab')).toEqual({ token: 'ab', policy: '' })
  for (const cut of ['', '#', '#tok', 'token']) expect(carriedBy(cut)).toEqual({ token: '', policy: '' })
})

import { expect, test } from 'vitest'
import { carriedBy } from './link.ts'

test('a mailed link is read from behind its #, and one that was cut carries nothing', () => {
  expect(carriedBy('#token=ab-C_1&policy=length', 0)).toEqual({ token: 'ab-C_1', policy: 'length', over: false, renewable: false })
  expect(carriedBy('#token=ab', 0)).toEqual({ token: 'ab', policy: '', over: false, renewable: false })
  for (const cut of ['', '#', '#tok', 'token']) expect(carriedBy(cut, 0)).toEqual({ token: '', policy: '', over: false, renewable: false })
})

test('a link that says until when it opens is over from then on', () => {
  expect(carriedBy('#token=ab&until=600', 599_999).over).toBe(false)
  expect(carriedBy('#token=ab&until=600', 600_000)).toMatchObject({ over: true, renewable: true })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressBlock, lockout, secondsUntil, verdictOf } from './lockout-rules.ts'

test('[B73 part] every way of writing an IPv6 address leads to its one /64, and another /64 to another', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  const groups = fc.tuple(fc.integer({ min: 0x2000, max: 0x3fff }), group, group, group, group, group, group, group)
  fc.assert(
    fc.property(groups, groups, (one, other) => {
      const same = [...one.slice(0, 4), ...other.slice(4)]
      const ways = [long(one), long(same).toUpperCase(), short(one), short(same), `${short(one)}%eth0`].map(addressBlock)
      expect(new Set(ways).size).toBe(1)
      if (one.slice(0, 4).join() !== other.slice(0, 4).join()) expect(addressBlock(short(other))).not.toBe(ways[0])
    }),
  )
  for (const same of ['2001:db8::1', '2001:DB8:0:0::', '2001:0db8::ffff:1.2.3.4', '2001:db8:0:0:1:2:3:4%lo'])
    expect(addressBlock(same)).toBe('2001:db8:0:0::/64')
  expect(addressBlock('::1')).toBe('0:0:0:0::/64')
})

test('[B73 part] an IPv4 address stands for itself alone, however it is written', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
      const hex = `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
      for (const way of [address, `::ffff:${address}`, `::FFFF:${address}`, hex]) expect(addressBlock(way)).toBe(address)
    }),
  )
})

test('[B75 part] no more may be judged at once than may still fail, and a lock stands to its last millisecond', () => {
  const now = new Date('2027-03-01T08:00:00Z')
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), (failed, pending) => {
      const verdict = verdictOf({ failed, pending, until: null }, now)
      expect(verdict === 'open').toBe(failed + pending < lockout.failures)
      expect(verdict === 'full').toBe(failed >= lockout.failures)
    }),
  )
  const at = (ms: number) => verdictOf({ failed: 0, pending: 0, until: new Date(now.getTime() + ms) }, now)
  expect([at(-1), at(0), at(1)]).toEqual(['expired', 'expired', 'locked'])
  expect([1, 999, 1000, 1001].map((ms) => secondsUntil(new Date(now.getTime() + ms), now))).toEqual([1, 1, 1, 2])
})

function long(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16).padStart(4, '0')).join(':')
}

/** With the first two zeros in a row, or more, left out. */
function short(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(':')
  return text.replace(/(^|:)0(:0)+(:|$)/, '::')
}

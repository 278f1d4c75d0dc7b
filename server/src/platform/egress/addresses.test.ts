import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKind } from './addresses.ts'

const octet = fc.integer({ min: 0, max: 255 })
const group = fc.integer({ min: 0, max: 0xffff })

/** The registry read a second way: by the numbers themselves. */
function expectedOf([a, b, c, d]: [number, number, number, number]): string {
  if ([a, b, c, d].join('.') === '168.63.129.16' || [a, b, c, d].join('.') === '100.100.100.200') return 'never'
  if (a === 10 || a === 127 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 'inside'
  if (a === 100 && b >= 64 && b < 128) return 'inside'
  if (a === 0 || a >= 224 || (a === 169 && b === 254) || (a === 198 && (b === 18 || b === 19))) return 'never'
  const three = `${a}.${b}.${c}`
  return ['192.0.0', '192.0.2', '192.88.99', '198.51.100', '203.0.113'].includes(three) ? 'never' : 'public'
}

test('[T17 part] every IPv4 address is of the kind that the registry says, at the borders above all', () => {
  const near = fc.constantFrom(0, 9, 10, 11, 63, 64, 99, 100, 127, 128, 168, 169, 171, 172, 192, 198, 203, 223, 224, 255)
  const second = fc.constantFrom(0, 15, 16, 17, 18, 19, 20, 31, 32, 51, 63, 64, 88, 127, 128, 167, 168, 169, 253, 254, 255)
  const third = fc.constantFrom(0, 1, 2, 3, 98, 99, 100, 112, 113, 114, 129)
  const address = fc.oneof(fc.tuple(near, second, fc.oneof(third, octet), octet), fc.tuple(octet, octet, octet, octet))
  fc.assert(
    fc.property(address, (parts) => {
      expect(addressKind(parts.join('.'))).toBe(expectedOf(parts))
    }),
    { numRuns: 2000 },
  )
})

test('[T17 part] an IPv6 address is public only where it is a unicast one that wraps nothing', () => {
  fc.assert(
    fc.property(fc.tuple(group, group, group, group, group, group, group, group), (groups) => {
      const [first, second] = groups
      const kind = addressKind(groups.map((part) => part.toString(16)).join(':'))
      if (first >= 0xfc00 && first <= 0xfdff) expect(kind).toBe('inside')
      else if (first < 0x2000 || first > 0x3fff || first === 0x2002 || (first === 0x3fff && second < 0x1000)) expect(kind).toBe('never')
      else if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) expect(kind).toBe('never')
      else expect(kind).toBe('public')
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['never', '169.254.169.254', 'fd00:ec2::254', 'fd20:ce::254', '168.63.129.16', '100.100.100.200', '192.0.0.192', '255.255.255.255'],
  [
    'never',
    '::',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '::7f00:1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
  ],
  ['never', '', 'localhost', '127.1', '0x7f000001', '2130706433', '1.2.3.4.5', '[::1]', '010.0.0.1'],
  ['inside', '127.0.0.1', '127.255.0.3', '::1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '100.64.0.1', 'fd12:3456::1'],
  ['public', '8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'],
])('[T17 part] %s: what clouds, resolvers and clever writing make of addresses', (kind, ...addresses) => {
  for (const address of addresses) expect(addressKind(address), address).toBe(kind)
})

import { Secret } from 'otpauth'
import { expect, test } from 'vitest'
import { newTotpSecret, totpUrl, verifyTotp } from './index.ts'

// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
const rfc = Secret.fromLatin1('12345678901234567890').base32
const published = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const
const at = (seconds: number) => new Date(seconds * 1000)

test.each(published)('the code of RFC 6238 at second %i opens, there and one step later, not earlier nor later still', (seconds, code) => {
  const step = Math.floor(seconds / 30)
  expect(verifyTotp(rfc, code, at(seconds), null)).toEqual({ step })
  expect(verifyTotp(rfc, code, at(seconds + 30), null)).toEqual({ step })
  expect(verifyTotp(rfc, code, at(seconds + 60), null)).toBeNull()
  expect(verifyTotp(rfc, code, at(seconds - 30), null)).toBeNull()
})

test('a code opens once, and not after a later one was used', () => {
  const [seconds, code] = published[0]
  const step = Math.floor(seconds / 30)
  expect(verifyTotp(rfc, code, at(seconds), step - 1)).toEqual({ step })
  expect(verifyTotp(rfc, code, at(seconds), step)).toBeNull()
  expect(verifyTotp(rfc, code, at(seconds), step + 1)).toBeNull()
})

test.each(['', '28708', '2870822', ' 287082', '287082\n', '２８７０８２', 'abcdef'])('a code of another form is refused: %j', (code) => {
  expect(verifyTotp(rfc, code, at(59), null)).toBeNull()
})

test('a new secret has 160 bits, and its address is one an authenticator reads', () => {
  const secret = newTotpSecret()
  expect(Secret.fromBase32(secret).bytes).toHaveLength(20)
  expect(newTotpSecret()).not.toBe(secret)
  const url = new URL(totpUrl(secret, 'Wardkeep', 'ana@example.org'))
  expect(url.protocol).toBe('otpauth:')
  expect(Object.fromEntries(url.searchParams)).toEqual({ issuer: 'Wardkeep', secret, algorithm: 'SHA1', digits: '6', period: '30' })
})

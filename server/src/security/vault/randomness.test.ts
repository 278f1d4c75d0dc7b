// Whatever is shown once and must not be guessed: how much of it is random, and that it looks it. [V6.5.3][V6.5.4]
import { readFileSync } from 'node:fs'
import { Secret } from 'otpauth'
import { expect, test } from 'vitest'
import { newRecoveryCode, newSecret, newTotpSecret } from './index.ts'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const fiveBits = (letter: string) => letters.indexOf(letter).toString(2).padStart(5, '0')
const bitsOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')

/** Each generator: how many bits it draws, as what, and what it is made of in which file. */
const generators: [string, number, () => string, string, string][] = [
  [
    'recovery codes',
    140,
    () => [...newRecoveryCode().replaceAll('-', '')].map(fiveBits).join(''),
    'recovery-codes.ts',
    'randomBytes(groups * groupLength)',
  ],
  ['secrets of authenticators', 160, () => bitsOf(Secret.fromBase32(newTotpSecret()).bytes), 'totp.ts', 'new Secret({ size: 20 })'],
  ['opaque secrets', 256, () => bitsOf(Buffer.from(newSecret(), 'base64url')), 'opaque-secrets.ts', 'randomBytes(32)'],
]

test.each(generators)(
  '[V6.5.3][V6.5.4] %s have %i bits, each of them one as often as zero and owing nothing to its neighbour or to the one before',
  (_, bits, draw, file, source) => {
    const code = readFileSync(new URL(file, import.meta.url), 'utf8')
    expect(code).toContain(source)
    expect(code).not.toContain('Math.random')
    const drawn = Array.from({ length: 20_000 }, draw)
    for (const each of drawn) expect(each.length).toBe(bits)
    expect(bits).toBeGreaterThanOrEqual(20)
    // Six standard deviations of a fair coin: an honest generator fails here once in a million runs or less.
    const far = 6 * Math.sqrt(drawn.length / 4)
    const count = (holds: (text: string, before: string) => boolean) =>
      drawn.filter((text, at) => holds(text, drawn.at(at - 1) ?? '')).length
    for (let bit = 0; bit < bits; bit += 1) {
      expect(Math.abs(count((text) => text[bit] === '1') - drawn.length / 2), `bit ${bit}`).toBeLessThan(far)
      expect(Math.abs(count((text) => text[bit] === text[(bit + 1) % bits]) - drawn.length / 2), `bit ${bit}, next`).toBeLessThan(far)
      expect(Math.abs(count((text, before) => text[bit] === before[bit]) - drawn.length / 2), `bit ${bit}, before`).toBeLessThan(far)
    }
    expect(new Set(drawn).size).toBe(drawn.length)
  },
)

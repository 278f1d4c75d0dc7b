// A TOTP code opens once: a step already used, or an older one, is refused. [RFC 6238, section 5.2]
import { timingSafeEqual } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

const PERIOD = 30
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: PERIOD }

/** A new shared secret: 160 bits, base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/**
 * The step a code belongs to, if it is that of now or, unless `strict`, of the step before, and later than the last one used; else null.
 * The caller stores the step in the same transaction, where it is the lock against a second use.
 */
export function verifyTotp(
  secretBase32: string,
  code: string,
  now: Date,
  lastUsedStep: number | null,
  strict = false,
): { step: number } | null {
  const secret = Secret.fromBase32(secretBase32)
  const current = Math.floor(now.getTime() / 1000 / PERIOD)
  const step = (strict ? [current] : [current, current - 1]).find((each) => sameCode(codeAt(secret, each), code))
  return step !== undefined && step > (lastUsedStep ?? -1) ? { step } : null
}

/** The `otpauth://` address an authenticator app reads from a QR code. It contains the secret. */
export function totpUrl(secretBase32: string, issuer: string, account: string): string {
  return new TOTP({ ...SETTINGS, issuer, label: account, secret: Secret.fromBase32(secretBase32) }).toString()
}

function codeAt(secret: Secret, step: number): string {
  return TOTP.generate({ ...SETTINGS, secret, timestamp: step * PERIOD * 1000 })
}

function sameCode(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

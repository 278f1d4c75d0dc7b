// A recovery code opens once what an authenticator would have opened. Its 140 bits cannot be guessed, so a keyed hash of it is enough. [B14]
import { randomBytes } from 'node:crypto'

/** Without I, L, O and U, which are read for others (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groups = 7
const groupLength = 4

/** A new code: 28 letters of five random bits each, in groups of four. */
export function newRecoveryCode(): string {
  const drawn = [...randomBytes(groups * groupLength)].map((byte) => letters[byte & 31] ?? '')
  return Array.from({ length: groups }, (_, place) => drawn.slice(place * groupLength, (place + 1) * groupLength).join('')).join('-')
}

/** The same for all that is meant by what somebody typed; null for what can be no code. */
export function normaliseRecoveryCode(typed: string): string | null {
  const read = typed.toUpperCase().replaceAll(/[ -]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return read.length === groups * groupLength && [...read].every((letter) => letters.includes(letter)) ? read : null
}

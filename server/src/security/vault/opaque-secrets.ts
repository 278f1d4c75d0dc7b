// Opaque secrets are 256 random bits, and the database keeps only a keyed hash: a stolen table holds nothing that can be presented or tried.
import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { randomOf } from '../../platform/random.ts'
import { frame } from './framing.ts'
import type { KeyStore } from './key-store.ts'

/** A new refresh token, API key, invitation or family secret: 256 bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** A nonce for one Content-Security-Policy: 128 bits, base64. */
export function newNonce(): string {
  return randomOf(16).toString('base64')
}

/** The refresh token that follows a spent one. The same for every retry, unknowable without the family's secret. */
export function successorOf(familySecret: Uint8Array, spentToken: string): string {
  return createHmac('sha256', familySecret).update(frame('wardkeep-refresh/1', spentToken)).digest('base64url')
}

export class OpaqueSecrets {
  readonly #hashing: KeyObject
  readonly #csrf: KeyObject

  constructor(keys: KeyStore) {
    this.#hashing = keys.derive('secret-hash')
    this.#csrf = keys.derive('csrf')
  }

  /** 32 bytes by which a table finds a secret (HMAC-SHA-256). */
  hash(secret: string): Buffer {
    return createHmac('sha256', this.#hashing).update(secret).digest()
  }

  /** The CSRF token of a session: 256 bits, base64url, bound to the session's id, so a new session has a new one. [B59] */
  csrfToken(sessionId: string): string {
    return createHmac('sha256', this.#csrf).update(sessionId).digest('base64url')
  }

  /** Compares in constant time. */
  csrfMatches(sessionId: string, token: string): boolean {
    const expected = Buffer.from(this.csrfToken(sessionId))
    const given = Buffer.from(token)
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
}

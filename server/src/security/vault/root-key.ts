// Keeps the root key strong and unseen: weak, default and published keys are refused, and no printing of the object shows a byte.
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'

/** A key text was refused. The message says why and repeats nothing of the text. */
export class WeakKey extends Error {
  override readonly name = 'WeakKey'
}

/** The key above all keys, 256 bits. It leaves this object only as keys derived from it. */
export class RootKey {
  readonly #key: KeyObject

  constructor(bytes: Uint8Array) {
    this.#key = createSecretKey(bytes)
  }

  /** 32 bytes for one purpose (HKDF-SHA-256, RFC 5869). */
  derive(salt: string, purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, salt, purpose, 32))
  }

  toJSON(): string {
    return '[root key]'
  }

  [inspect.custom](): string {
    return '[root key]'
  }
}

/**
 * Reads a root key: exactly 32 bytes as base64, base64url or hex. Throws `WeakKey` for another length, for typed or patterned bytes
 * and for keys printed in standards and in our own documents. [B91]
 */
export function parseRootKey(text: string): RootKey {
  const bytes = decode(text.trim())
  if (bytes === undefined) throw new WeakKey('The root key must be exactly 32 random bytes, written as base64, base64url or hex.')
  if (isPatterned(bytes) || PUBLISHED.has(bytes.toString('hex'))) {
    throw new WeakKey('The root key is an example or a pattern, not 32 random bytes; make a new one.')
  }
  return new RootKey(bytes)
}

/** A new root key as base64 text. */
export function newRootKeyText(): string {
  const bytes = randomBytes(32)
  return isPatterned(bytes) ? newRootKeyText() : bytes.toString('base64')
}

/**
 * Throws `WeakKey` unless SECRET_KEY has 64 hex digits or 32 other characters and looks drawn, not typed: of random text, as few different
 * characters as are refused here come less than once in 10^9. [B237]
 */
export function checkSecretKey(text: string): void {
  const [length, different] = /^[0-9a-f]*$/i.test(text) ? [64, 8] : [32, 16]
  if (text.length < length || new Set(text).size < different) {
    throw new WeakKey('SECRET_KEY must be at least 64 random hex digits, or 32 random characters of other kinds; make a new one.')
  }
  if (/change.?me|secret.?key|insecure|password|example/i.test(text))
    throw new WeakKey('SECRET_KEY is an example, not random; make a new one.')
}

function decode(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^([\w-]{43}=?|[A-Za-z0-9+/]{43}=?)$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 && bytes.toString('base64url') === text.replace('=', '').replaceAll('+', '-').replaceAll('/', '_')
    ? bytes
    : undefined
}

// Of 32 random bytes, fewer than 16 different ones, only printable ones, or one constant step come less than once in 10^13.
function isPatterned(bytes: Buffer): boolean {
  const step = (at: number) => ((bytes[at] ?? 0) - (bytes[at - 1] ?? 0)) & 0xff
  const oneStep = bytes.every((_, at) => at < 2 || step(at) === step(1))
  return new Set(bytes).size < 16 || oneStep || bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
}

const PUBLISHED = new Set([
  '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', // NIST SP 800-38A, F.1.5
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', // RFC 8032, 7.1, test 1
  '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', // RFC 8032, 7.1, test 2
  'c4f1a05d7e2b98360fd3b7416ca8e59217638b4edc05fa2971b6903ce84f5d12', // docs/formats/vectors/key-store.json
])

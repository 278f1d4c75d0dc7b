// A part of an export of the journal is signed by the organisation, and its signature passes for nothing else that the same key signs.
import { createHash, type KeyObject } from 'node:crypto'
import { openCompact, signCompact } from './compact-jws.ts'
import type { PublicJwk } from './ed25519.ts'

const TYPE = 'wardkeep-journal-part+jws'

/** A compact JWS over a part's canonical statement (RFC 8785). */
export function signPart(key: KeyObject, canonicalStatement: Uint8Array): Promise<string> {
  return signCompact(key, canonicalStatement, TYPE)
}

/** The statement that one of these keys signed; undefined for anything else. */
export function openPart(jws: string, certifiers: readonly PublicJwk[]): Promise<Uint8Array | undefined> {
  return openCompact(jws, certifiers, TYPE)
}

/** SHA-256 in lower-case hexadecimal digits; text counts as UTF-8. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

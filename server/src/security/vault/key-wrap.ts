import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { frame, u32 } from './framing.ts'

/** What a wrapped key is: it opens only under the same words. `owner` is the installation's or the tenant's id. */
export type KeyName = { owner: string; purpose: string; id: string; version: number }

/**
 * Wraps key bytes under another key: base64url of nonce (12), ciphertext and tag (16), AES-256-GCM.
 * The additional data names the key, so that a wrapped key copied into another file does not unwrap.
 */
export function wrapKey(under: KeyObject, name: KeyName, bytes: Uint8Array, nonce: Uint8Array = randomBytes(12)): string {
  const cipher = createCipheriv('aes-256-gcm', under, nonce)
  cipher.setAAD(additionalData(name))
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The key bytes, or undefined where key, name or text is not the one it was wrapped with. */
export function unwrapKey(under: KeyObject, name: KeyName, wrapped: string): Buffer | undefined {
  const all = Buffer.from(wrapped, 'base64url')
  if (all.length < 12 + 16) return undefined
  const decipher = createDecipheriv('aes-256-gcm', under, all.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(additionalData(name))
  decipher.setAuthTag(all.subarray(-16))
  try {
    return Buffer.concat([decipher.update(all.subarray(12, -16)), decipher.final()])
  } catch {
    return undefined
  }
}

function additionalData({ owner, purpose, id, version }: KeyName): Buffer {
  return frame('wardkeep-key/1', owner, purpose, id, u32(version))
}

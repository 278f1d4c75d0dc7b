import { createPrivateKey, createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { type KeyState, KeyStoreDamaged, type WrappedKey } from './key-records.ts'
import { unwrapKey, wrapKey } from './key-wrap.ts'

export type KeyVersion = { version: number; state: KeyState; key: KeyObject }

/** What wraps a key: one key, or the version named. Undefined where that version is not there. */
export type Wrapping = (version: number) => KeyObject | undefined

/** The unwrapped versions of one key. `KeyObject`s print none of their bytes. */
export class KeyRing {
  readonly id: string
  readonly all: readonly KeyVersion[]
  readonly active: KeyVersion

  constructor(id: string, versions: KeyVersion[]) {
    const active = versions.find((version) => version.state === 'active')
    if (active === undefined) throw new KeyStoreDamaged('A key of the key store has no active version.')
    this.id = id
    this.all = versions
    this.active = active
  }

  /** The key of a version that may open: `created` ones have protected nothing yet. */
  version(version: number): KeyObject | undefined {
    if (version === this.active.version) return this.active.key
    return this.all.find((each) => each.version === version && each.state === 'retired')?.key
  }
}

/** Purposes whose key is an Ed25519 private key (PKCS #8); every other is 256 random bits. */
const SIGNING = new Set(['token', 'certifier'])

/** A first version of a key, wrapped by version 1 of another. */
export function makeWrappedKey(under: KeyObject, owner: string, purpose: string, id: string): WrappedKey {
  const wrapped = wrapKey(under, { owner, purpose, id, version: 1 }, newKeyBytes(purpose))
  return { id, versions: [{ version: 1, state: 'active', under: 1, wrapped }] }
}

/** Unwraps every version. Throws `KeyStoreDamaged` where one does not unwrap as what it claims to be. */
export function openWrappedKey(wrapping: Wrapping, owner: string, purpose: string, stored: WrappedKey): KeyRing {
  const versions = stored.versions.map(({ version, state, under, wrapped }): KeyVersion => {
    const wrappingKey = wrapping(under)
    const bytes = wrappingKey && unwrapKey(wrappingKey, { owner, purpose, id: stored.id, version }, wrapped)
    if (bytes === undefined) throw new KeyStoreDamaged('A key of the key store does not unwrap: its file was altered or moved.')
    return { version, state, key: toKeyObject(purpose, bytes) }
  })
  return new KeyRing(stored.id, versions)
}

function newKeyBytes(purpose: string): Buffer {
  if (!SIGNING.has(purpose)) return randomBytes(32)
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
}

function toKeyObject(purpose: string, bytes: Buffer): KeyObject {
  return SIGNING.has(purpose) ? createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }) : createSecretKey(bytes)
}

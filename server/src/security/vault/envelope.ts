// AES-256-GCM, one envelope a row; a ciphertext moved to another tenant, table, column or row does not open. [B90][F85]
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { randomOf } from '../../platform/random.ts'
import { canonicalBytes, type JsonValue } from './canonical.ts'
import { frame, u32 } from './framing.ts'
import { uuidFromBytes, uuidToBytes } from './ids.ts'
import { Sealed } from './sealed.ts'

/** Where a sealed value stands. Ids are lower-case UUIDs, table and column the names in the schema. */
export type Place = { tenantId: string; table: string; column: string; rowId: string }

export type KeyKind = 'installation' | 'tenant' | 'patient'
export type EnvelopeKey = { kind: KeyKind; id: string; version: number }

/** The envelope does not open: altered, moved, of an unknown form, or its key is gone. Says no more, and nothing of the content. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError'
}

const FORMAT = 1
const KIND_BYTES = { installation: 1, tenant: 2, patient: 3 } as const
const KIND_OF = new Map<number, KeyKind>([
  [1, 'installation'],
  [2, 'tenant'],
  [3, 'patient'],
])
const HEADER = 22
const NONCE = 12
const TAG = 16

/** Seals a value under a key with a fresh random nonce. */
export function sealEnvelope(keyName: EnvelopeKey, key: KeyObject, place: Place, value: JsonValue): Sealed {
  return sealWithNonce(keyName, key, place, value, randomOf(NONCE))
}

/** For the published vectors only: a nonce used twice under one key breaks AES-GCM. */
export function sealWithNonce(keyName: EnvelopeKey, key: KeyObject, place: Place, value: JsonValue, nonce: Uint8Array): Sealed {
  const header = Buffer.concat([Buffer.from([FORMAT, KIND_BYTES[keyName.kind]]), uuidToBytes(keyName.id), u32(keyName.version)])
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(additionalData(place, header))
  return Sealed.fromDatabase(Buffer.concat([header, nonce, cipher.update(canonicalBytes(value)), cipher.final(), cipher.getAuthTag()]))
}

/** The key an envelope names. Throws `EnvelopeError` for bytes that are no envelope. */
export function readEnvelopeKey(sealed: Sealed): EnvelopeKey {
  const { bytes } = sealed
  const kind = bytes.length < HEADER + NONCE + TAG || bytes[0] !== FORMAT ? undefined : KIND_OF.get(bytes[1] ?? 0)
  if (kind === undefined) throw new EnvelopeError('The bytes are not an envelope of a form this version reads.')
  return { kind, id: uuidFromBytes(bytes.subarray(2, 18)), version: bytes.readUInt32BE(18) }
}

/** The value, if these are the bytes sealed under this key for this place; else `EnvelopeError`. */
export function openEnvelope(key: KeyObject, place: Place, sealed: Sealed): JsonValue {
  const { bytes } = sealed
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEADER, HEADER + NONCE), { authTagLength: TAG })
  decipher.setAAD(additionalData(place, bytes.subarray(0, HEADER)))
  decipher.setAuthTag(bytes.subarray(-TAG))
  const first = decipher.update(bytes.subarray(HEADER + NONCE, -TAG))
  try {
    return JSON.parse(Buffer.concat([first, decipher.final()]).toString('utf8'))
  } catch {
    throw new EnvelopeError('The envelope was altered, or sealed for another place.')
  }
}

function additionalData({ tenantId, table, column, rowId }: Place, header: Uint8Array): Buffer {
  return frame('wardkeep-envelope/1', tenantId, table, column, rowId, header)
}

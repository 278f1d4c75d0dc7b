// A copy of the keys for the safe: a passphrase alone opens it, each try costs a fixed share of memory and time, and no bit of it can be turned unseen. [V11.4.4]
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { Ajv } from 'ajv'

/** `rootKey` and `secretKey` as the settings write them; `files` of the key store, by their paths in its folder. */
export type KeyCopy = { rootKey: string; secretKey?: string; files: Record<string, string> }

/** What one try of a passphrase costs, by argon2id. */
export type KeyCopyCost = { memoryKiB: number; passes: number; lanes: number }

/** Four times the memory that RFC 9106 (section 4) recommends where memory is short, at its number of passes and lanes. */
export const keyCopyCost: KeyCopyCost = { memoryKiB: 262_144, passes: 3, lanes: 4 }
/** RFC 9106, section 4, the second recommended option: what was made cheaper is not read. */
export const leastKeyCopyCost = { memoryKiB: 65_536, passes: 3 }
/** What would cost more is refused before it is tried: nobody makes such a copy, but somebody may alter one. */
const mostKeyCopyCost: KeyCopyCost = { memoryKiB: 4_194_304, passes: 100, lanes: 64 }
/** Bytes of the largest copy. */
export const largestKeyCopy = 256 * 1024 * 1024

export type KeyCopyFault = 'form' | 'cheap' | 'passphrase' | 'altered'

/** The copy does not open; nothing of it is given. `passphrase`: another one, or the first line says something else than when it was made. */
export class KeyCopyRefused extends Error {
  override readonly name = 'KeyCopyRefused'
  readonly fault: KeyCopyFault
  constructor(fault: KeyCopyFault) {
    super('The copy of the keys does not open.')
    this.fault = fault
  }
}

type Made = { installationId: string; now: Date; cost?: KeyCopyCost; salt?: Buffer; nonce?: Buffer }

/** The bytes of the file (docs/formats/key-copy.md). */
export async function sealKeyCopy(copy: KeyCopy, passphrase: string, made: Made): Promise<Buffer> {
  const { installationId, now, cost = keyCopyCost, salt = randomBytes(16), nonce = randomBytes(12) } = made
  const { key, check } = await derive(passphrase, { ...cost, salt: salt.toString('base64url') })
  const head: Head = {
    format: 'wardkeep-key-copy/1',
    installation: installationId,
    madeAt: now.toISOString(),
    kdf: 'argon2id',
    ...cost,
    salt: salt.toString('base64url'),
    check,
    cipher: 'A256GCM',
    nonce: nonce.toString('base64url'),
  }
  const line = Buffer.from(`${JSON.stringify(head)}\n`)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(line)
  return Buffer.concat([line, cipher.update(JSON.stringify(copy), 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** What was sealed. Throws `KeyCopyRefused`. */
export async function openKeyCopy(bytes: Buffer, passphrase: string): Promise<KeyCopy> {
  return openWith(bytes, (head) => derive(passphrase, head))
}

/** The same with the keys of a first line from elsewhere. */
export async function openWith(bytes: Buffer, keysOf: (head: Head) => Promise<Derived>): Promise<KeyCopy> {
  const { head, line } = readHead(bytes)
  const { key, check } = await keysOf(head)
  if (!timingSafeEqual(Buffer.from(check), Buffer.from(head.check))) throw new KeyCopyRefused('passphrase')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(head.nonce, 'base64url'), { authTagLength: 16 })
  decipher.setAAD(line)
  decipher.setAuthTag(bytes.subarray(-16))
  const copy = readJson(opened(decipher, bytes.subarray(line.length, -16)))
  if (!isKeyCopy(copy)) throw new KeyCopyRefused('form')
  return copy
}

/** The first line of the file. */
export type Head = KeyCopyCost & {
  format: 'wardkeep-key-copy/1'
  installation: string
  madeAt: string
  kdf: 'argon2id'
  salt: string
  /** Tells another passphrase from an altered file; nothing of the key follows from it. */
  check: string
  cipher: 'A256GCM'
  nonce: string
}
export type Derived = { key: Buffer; check: string }

/** NFC like passwords: the same phrase typed on two keyboards is one. */
async function derive(passphrase: string, { memoryKiB, passes, lanes, salt }: KeyCopyCost & { salt: string }): Promise<Derived> {
  const stretched = await hashRaw(passphrase.normalize('NFC'), {
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt: Buffer.from(salt, 'base64url'),
  })
  const part = (info: string) => Buffer.from(hkdfSync('sha256', stretched, '', info, 32))
  return { key: part('wardkeep/key-copy/1'), check: part('wardkeep/key-copy-check/1').toString('base64url') }
}

function readHead(bytes: Buffer): { head: Head; line: Buffer } {
  const end = bytes.subarray(0, 1024).indexOf('\n')
  const line = bytes.subarray(0, end + 1)
  const head = readJson(line)
  if (end < 0 || bytes.length < line.length + 16 || !isHead(head)) throw new KeyCopyRefused('form')
  if (head.memoryKiB < leastKeyCopyCost.memoryKiB || head.passes < leastKeyCopyCost.passes) throw new KeyCopyRefused('cheap')
  return { head, line }
}

function opened(decipher: ReturnType<typeof createDecipheriv>, sealed: Buffer): Buffer {
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    throw new KeyCopyRefused('altered')
  }
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

const text = { type: 'string' }
const base64url = (characters: number) => ({ type: 'string', pattern: `^[\\w-]{${characters}}$` })
const upTo = (maximum: number) => ({ type: 'integer', minimum: 1, maximum })
const ajv = new Ajv()
const isHead = ajv.compile<Head>(
  exactly({
    format: { const: 'wardkeep-key-copy/1' },
    installation: text,
    madeAt: text,
    kdf: { const: 'argon2id' },
    memoryKiB: upTo(mostKeyCopyCost.memoryKiB),
    passes: upTo(mostKeyCopyCost.passes),
    lanes: upTo(mostKeyCopyCost.lanes),
    salt: base64url(22),
    check: base64url(43),
    cipher: { const: 'A256GCM' },
    nonce: base64url(16),
  }),
)
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
// A path leads nowhere but into the folder of the key store.
const path = `^(?:installation|tenants/${uuid}(?:/patients/[0-9a-f]{2}/${uuid})?)\\.json$`
const isKeyCopy = ajv.compile<KeyCopy>({
  ...exactly({ rootKey: text, secretKey: text, files: { type: 'object', propertyNames: { pattern: path }, additionalProperties: text } }),
  required: ['rootKey', 'files'],
})

function exactly(properties: object): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

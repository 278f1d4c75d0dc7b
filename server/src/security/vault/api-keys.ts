// The form of an API key: `wk_`, eight characters that name it, and 256 random bits with a checksum. Format: docs/formats/api-key.md.
import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const [nameLength, secretLength, checkLength] = [8, 43, 6]
const form = /^(wk_[0-9A-Za-z]{8})_[0-9A-Za-z]{49}$/

/** A new key, to be shown once: the whole of it, and the part by which it is found and listed. */
export function newApiKey(): { key: string; prefix: string } {
  const prefix = `wk_${base62(randomBytes(8), nameLength)}`
  const bare = `${prefix}_${base62(randomBytes(32), secretLength)}`
  return { key: bare + checkOf(bare), prefix }
}

/** Whether a credential claims to be a key at all. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('wk_')
}

/** The part by which a key is found; undefined where the form or the checksum is wrong, which needs no look into any table. */
export function prefixOfApiKey(text: string): string | undefined {
  const [, prefix] = form.exec(text) ?? []
  return checkOf(text.slice(0, -checkLength)) === text.slice(-checkLength) ? prefix : undefined
}

/** CRC-32 (ISO 3309) as six digits: for whoever searches files for lost keys, and for slips of copying. It protects nothing. */
function checkOf(bare: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(bare))
  return base62(bytes, checkLength)
}

/** Base 62, most significant digit first, filled with zeros; longer numbers lose their first digits. */
function base62(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (let place = 0; place < length; place += 1) {
    text = digits[Number(rest % 62n)] + text
    rest /= 62n
  }
  return text
}

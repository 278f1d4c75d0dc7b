/**
 * Joins fields so that no two different lists give the same bytes: each field is its length (u32, big endian) and its bytes.
 * Text is UTF-8. Used for the additional data of AES-GCM and as the message of keyed hashes (docs/formats/envelope.md, "Framing").
 */
export function frame(...fields: (string | Uint8Array)[]): Buffer {
  const framed = Buffer.allocUnsafe(fields.reduce((sum, field) => sum + 4 + byteLength(field), 0))
  let at = 0
  for (const field of fields) {
    at = framed.writeUInt32BE(byteLength(field), at)
    if (typeof field === 'string') at += framed.write(field, at, 'utf8')
    else {
      framed.set(field, at)
      at += field.length
    }
  }
  return framed
}

/** An unsigned 32-bit number, big endian. */
export function u32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function byteLength(field: string | Uint8Array): number {
  return typeof field === 'string' ? Buffer.byteLength(field, 'utf8') : field.length
}

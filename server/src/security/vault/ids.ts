const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The tenant of what belongs to no organisation (RFC 9562, section 5.9). */
export const INSTALLATION_TENANT = '00000000-0000-0000-0000-000000000000'

/** Lower-case UUIDs only: ids become file names in the key store, so nothing else may ever reach a path. Throws `TypeError` without the text. */
export function assertUuid(text: string): void {
  if (!UUID.test(text)) throw new TypeError('An id given to the vault is not a lower-case UUID')
}

export function uuidToBytes(uuid: string): Buffer {
  assertUuid(uuid)
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

/** The UUID written in the first 16 bytes. */
export function uuidFromBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// A receipt is forty characters: twelve by which a case is found, and 140 random bits that only an argon2id hash is kept of.
import { randomBytes } from 'node:crypto'

/** Crockford’s base 32: no letter that is taken for a digit. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const [locatorLength, secretLength, groupLength] = [12, 28, 5]
const form = new RegExp(`^([${digits}]{${locatorLength}})([${digits}]{${secretLength}})$`)

export type ReceiptParts = { locator: string; secret: string }

/** A new receipt, to be shown once: eight groups of five characters, and its two parts. */
export function newReceipt(): { receipt: string } & ReceiptParts {
  // Of each byte five bits are taken, so each of the 32 digits is as likely as another.
  const text = [...randomBytes(locatorLength + secretLength)].map((byte) => digits[byte & 31]).join('')
  const groups = Array.from({ length: text.length / groupLength }, (_, place) => text.slice(place * groupLength, (place + 1) * groupLength))
  return { receipt: groups.join('-'), locator: text.slice(0, locatorLength), secret: text.slice(locatorLength) }
}

/** The parts of what somebody typed: small letters, hyphens, spaces, and O for 0 or I and L for 1 make no difference. Undefined where it cannot be one. */
export function partsOfReceipt(typed: string): ReceiptParts | undefined {
  const plain = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const [, locator, secret] = form.exec(plain) ?? []
  return locator === undefined || secret === undefined ? undefined : { locator, secret }
}

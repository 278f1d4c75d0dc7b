import canonicalize from 'canonicalize'

/** What JSON can say. A member that is `undefined` is left out. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [member: string]: JsonValue | undefined }

/** The one byte sequence for a value: JSON canonicalised by RFC 8785, as UTF-8. Throws for what JSON cannot say (NaN, a lone surrogate). */
export function canonicalBytes(value: JsonValue): Buffer {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Only a JSON value has a canonical form')
  return Buffer.from(text, 'utf8')
}

import { type TObject, type TProperties, type TSchema, Type } from 'typebox'

/** Longest of each kind of text, in UTF-16 code units. Pages and the guide read them from here. */
export const limits = { line: 200, note: 2000, section: 20_000, sections: 40, page: 100, pageDefault: 25, slotDays: 62 } as const

/** Characters of an address, with all that is asked for in it; longer ones are neither built nor answered. */
export const longestAddress = 4096

/** An object that refuses what it does not name. */
export function Exactly<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false })
}

export const Id = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', description: 'UUID' })
/** ISO 8601 with offset. */
export const Instant = Type.String({ format: 'date-time', maxLength: 40 })
export const CalendarDate = Type.String({ format: 'date' })
/** BCP 47, e.g. `en`, `he`, `pt-BR`. */
export const Language = Type.String({ pattern: '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$', maxLength: 35 })
export const TimeZone = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_+/-]{1,49}$', description: 'IANA time zone' })

/** Text of people and patients: stored byte for byte; only control characters (tab and line ends apart) and halves of
 * characters (which have no UTF-8) are refused, never stripped. Patterns are read with the `u` flag on both sides. */
const noControls = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ud800-\\udfff]*$'
const noControlsNorLineEnds = '^[^\\u0000-\\u001f\\u007f\\u0085\\u2028\\u2029\\ud800-\\udfff]*$'

export function ProtectedText(maxLength: number = limits.note, minLength = 0) {
  return Type.String({ maxLength, minLength, pattern: noControls })
}
export function ProtectedLine(maxLength: number = limits.line, minLength = 0) {
  return Type.String({ maxLength, minLength, pattern: noControlsNorLineEnds })
}

export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page })),
  cursor: Type.Optional(Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' })),
}

/** A page of a list; `next` is the cursor of the following page or null. */
export function Page<S extends TSchema>(items: S) {
  return Type.Object({ items: Type.Array(items), next: Type.Union([Type.Null(), Type.String()]) })
}

export const Version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
/** What the caller may do next with the thing; from the same policy and rules that decide. */
export const Can = Type.Array(Type.String())
export const PersonName = Type.Object({ id: Id, displayName: Type.String() })
export const idParams = Exactly({ id: Id })

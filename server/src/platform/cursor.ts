// Where a page ended: the sort key of its last row, opaque to callers and checked when it comes back.
import { validate } from 'uuid'
import { instantIn } from './instants.ts'
import { refuse } from './refusal.ts'

export type TimedKey = { at: Date; id: string }
/** Where a part of a chain ended, and the SHA-256 of what was said of that part, in hexadecimal digits. */
export type Link = { id: string; digest: string }

export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

export function encodeTimedCursor({ at, id }: TimedKey): string {
  return encodeCursor([at.toISOString(), id])
}

export function encodeLink({ id, digest }: Link): string {
  return encodeCursor([id, digest])
}

/** The id in the cursor of a list that is ordered by id; anything else is refused as BAD_REQUEST. */
export function idIn(cursor: string): string {
  const [id] = partsOf(cursor, 1)
  return id !== undefined && validate(id) ? id : refuseCursor()
}

/** The instant and id in the cursor of a list that is ordered by time; anything else is refused as BAD_REQUEST. */
export function timedKeyIn(cursor: string): TimedKey {
  const [at, id] = partsOf(cursor, 2)
  return at !== undefined && id !== undefined && validate(id) ? { at: instantIn(at, 'cursor'), id } : refuseCursor()
}

/** The link in the cursor of a list whose parts are chained; anything else is refused as BAD_REQUEST. */
export function linkIn(cursor: string): Link {
  const [id, digest] = partsOf(cursor, 2)
  return id !== undefined && digest !== undefined && validate(id) && /^[0-9a-f]{64}$/.test(digest) ? { id, digest } : refuseCursor()
}

function partsOf(cursor: string, size: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === size && key.every((part) => typeof part === 'string')) return key.map(String)
  } catch {
    // not one of ours: refused below
  }
  return refuseCursor()
}

function refuseCursor(): never {
  return refuse('BAD_REQUEST', { errors: [{ field: 'cursor', reason: 'is not a cursor of this list' }] })
}

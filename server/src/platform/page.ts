// A page of a list is read with one row more than it shows: that row tells whether more follow, and nothing else is done with it.
import { limits } from '@wardkeep/contract/shapes.ts'
import { encodeCursor, encodeTimedCursor, idIn, type TimedKey, timedKeyIn } from './cursor.ts'

type Asked = { limit?: number; cursor?: string }
/** `rows` are read behind `after`, and `size` of them shown. */
export type Page<Key> = { size: number; rows: number; after: Key | undefined }

/** A page of a list that is ordered by id. Refuses BAD_REQUEST for a cursor of another list. */
export function pageById({ limit = limits.pageDefault, cursor }: Asked): Page<string> {
  return { size: limit, rows: limit + 1, after: cursor === undefined ? undefined : idIn(cursor) }
}

/** A page of a list that is ordered by time, then by id. Refuses BAD_REQUEST for a cursor of another list. */
export function pageByTime({ limit = limits.pageDefault, cursor }: Asked): Page<TimedKey> {
  return { size: limit, rows: limit + 1, after: cursor === undefined ? undefined : timedKeyIn(cursor) }
}

/** What is shown of the rows that were read, and the last of it where more follow. */
export function cut<Row>(rows: readonly Row[], { size }: { size: number }): { shown: Row[]; last: Row | undefined } {
  const shown = rows.slice(0, size)
  return { shown, last: rows.length > size ? shown.at(-1) : undefined }
}

/** The cursor of the page behind a row. */
export function nextById(last: { id: string } | undefined): string | null {
  return last ? encodeCursor([last.id]) : null
}

/** The cursor of the page behind a row, by the time that its list is ordered by. */
export function nextByTime(last: TimedKey | undefined): string | null {
  return last ? encodeTimedCursor(last) : null
}

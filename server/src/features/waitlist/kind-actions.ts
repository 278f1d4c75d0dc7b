// Who waits for a kind of visit is offered a time as long as it, with what it keeps free around it, on a day that has room for one more.
import type { Transaction } from '../../platform/database.ts'
import { Refusal } from '../../platform/refusal.ts'
import { isTooSoon, takeTurn } from '../doctors/index.ts'
import { findOffered, type VisitType, visitTypeIn } from '../visit-types/index.ts'

const minute = 60_000

/** A time of a doctor, its kind if it has one, and all that it takes of the calendar. */
export type Fitting = { start: Date; end: Date; from: Date; until: Date; type: VisitType | undefined }
type Free = { doctorId: string; start: Date; end: Date }

/** The beginning of a free time, as long as the kind that is waited for; undefined where the doctor does not offer it, or it does not fit. */
export async function fittingIn(
  tx: Transaction,
  { doctorId, start, end }: Free,
  visitTypeId: string | undefined,
  timeZone: string,
  now: Date,
): Promise<Fitting | undefined> {
  if (visitTypeId === undefined) return { start, end, from: start, until: end, type: undefined }
  const [row] = await tx.run(findOffered(visitTypeId, doctorId))
  if (row === undefined || !row.offered) return undefined
  const type = visitTypeIn(row)
  const kindEnd = new Date(start.getTime() + type.minutes * minute)
  if (kindEnd > end || isTooSoon(start, now, type.noticeMinutes)) return undefined
  const fitting = around({ start, end: kindEnd }, type)
  return (await hasTurn(tx, doctorId, fitting, timeZone)) ? fitting : undefined
}

/** The same when it is accepted: the time as it was offered, whether or not the kind is offered to others since. Undefined where the day is full meanwhile. */
export async function acceptedIn(
  tx: Transaction,
  { doctorId, start, end }: Free,
  visitTypeId: string | undefined,
  timeZone: string,
): Promise<Fitting | undefined> {
  const [row] = visitTypeId === undefined ? [] : await tx.run(findOffered(visitTypeId, doctorId))
  if (row === undefined) return { start, end, from: start, until: end, type: undefined }
  const fitting = around({ start, end }, visitTypeIn(row))
  return (await hasTurn(tx, doctorId, fitting, timeZone)) ? fitting : undefined
}

function around({ start, end }: { start: Date; end: Date }, type: VisitType): Fitting {
  const from = new Date(start.getTime() - type.bufferBefore * minute)
  return { start, end, from, until: new Date(end.getTime() + type.bufferAfter * minute), type }
}

async function hasTurn(tx: Transaction, doctorId: string, { start, end, type }: Fitting, timeZone: string): Promise<boolean> {
  return takeTurn(tx, doctorId, { timeZone }, { start, end }, type).then(
    () => true,
    (cause: unknown) => (cause instanceof Refusal && cause.code === 'DAY_FULL' ? false : Promise.reject(cause)),
  )
}

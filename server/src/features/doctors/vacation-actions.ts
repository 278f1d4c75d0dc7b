// A vacation holds from its commit on: whoever books at the same time is either before it, and waits for a handover, or is refused.
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Reader, Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { Away } from './calendar.ts'
import { doctorNamed, subjectOf } from './named.ts'
import { awayIn, canStandIn, isCircle, mustBeAway, toldAs } from './vacation-rules.ts'
import {
  closeCalendar,
  findVacation,
  listAbsent,
  lockVacation,
  takeVacationTurn,
  type VacationRow,
  writeVacation,
} from './vacation-store.ts'

type Vacation = Reply<Api['readVacation']>
type Wanted = Input<Api['setVacation']>['body']

/** The vacation of a doctor, or of the caller where `id` is `me`; one that is over is none. */
export function readVacation(keep: Keep, op: Operation, id: string): Promise<Vacation> {
  return keep.db.read(op, [findVacation(doctorNamed(op, id))], ([[row]]) => {
    if (row === undefined) return refuse('NOT_FOUND')
    Permit.ask(op, 'availability.read', subjectOf(row.id, row.vacation_version))
    return told(row, op.now)
  })
}

/**
 * Replaces the vacation that the caller saw as `version`; `active: false` ends it. Refuses BAD_REQUEST by field, STAND_IN_UNFIT and STAND_IN_LOOP.
 * Visits that are booked stay booked and wait for a handover.
 */
export function setVacation(keep: Keep, op: Operation, id: string, version: number, wanted: Wanted): Promise<Vacation> {
  const doctorId = doctorNamed(op, id)
  return keep.db.transact(op, async (tx) => {
    const standing = await alone(tx, doctorId)
    const permit = Permit.ask(op, 'availability.write', subjectOf(standing.id, version + 1))
    if (standing.vacation_version !== version) return refuse('VERSION_CONFLICT')
    const away = wanted.active ? mustBeAway(wanted, standing.time_zone, op.now) : undefined
    const standInId = away && (await fitStandIn(tx, op, standing, away, wanted.standInDoctorId))
    const [row = refuse('NOT_FOUND')] = await tx.run(writeVacation(permit, standing.id, { away, standInId }))
    const of = { type: 'doctor', id: standing.id }
    await traceChange(keep, op, { of, before: { vacation: { ...told(standing, op.now) } }, after: { vacation: { ...told(row, op.now) } } })
    return told(row, op.now)
  })
}

async function alone(tx: Transaction, doctorId: string): Promise<VacationRow> {
  const [, , [standing]] = await tx.runAll([takeVacationTurn(), closeCalendar(doctorId), lockVacation(doctorId)])
  return standing ?? refuse('NOT_FOUND')
}

async function fitStandIn(tx: Reader, op: Operation, absent: VacationRow, away: Away, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined
  const [[standIn], others] = await tx.runAll([findVacation(id), listAbsent(op.now)])
  if (standIn === undefined) return refuse('STAND_IN_UNFIT')
  if (isCircle(absent.id, away, standIn.id, others)) return refuse('STAND_IN_LOOP')
  if (!canStandIn(absent, standIn)) return refuse('STAND_IN_UNFIT')
  return standIn.id
}

function told(row: VacationRow, now: Date): Vacation {
  const away = awayIn(row)
  if (away === undefined || (away.until && away.until <= now)) return { active: false, version: row.vacation_version }
  return {
    active: true,
    from: toldAs(away.from, 'from', row.time_zone),
    ...(away.until && { until: toldAs(away.until, 'until', row.time_zone) }),
    ...(row.stand_in_id !== null && { standInDoctorId: row.stand_in_id }),
    version: row.vacation_version,
  }
}

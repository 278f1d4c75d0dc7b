import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Away } from './calendar.ts'
import type { AbsentRow, StandInRow } from './vacation-rules.ts'

const calendarOf = `hashtextextended('wardkeep vacation ' || $1, 0)`

/**
 * Whoever puts a visit into a doctor's calendar does so under this lock, taken before the doctor is read: a vacation that is being said waits for
 * them and then sees their visit, or they wait for it and then see the vacation.
 */
export function holdCalendar(doctorId: string): Statement {
  return sql('calendar.hold', `select pg_advisory_xact_lock_shared(${calendarOf})::text`, [doctorId])
}

/** Alone with a doctor's calendar until the transaction ends. */
export function closeCalendar(doctorId: string): Statement {
  return sql('calendar.close', `select pg_advisory_xact_lock(${calendarOf})::text`, [doctorId])
}

/** Vacations of an organisation are said one after the other, so that no two of them close a circle of stand-ins at once. */
export function takeVacationTurn(): Statement {
  return sql('vacation.turn', `select pg_advisory_xact_lock(hashtextextended('wardkeep vacations ' || ctx_tenant()::text, 0))::text`)
}

export type VacationRow = AbsentRow & { time_zone: string; specialties: string[]; vacation_version: number }

const columns = 'id, vacation_from, vacation_until, stand_in_id, time_zone, specialties, vacation_version'

export function findVacation(doctorId: string): Statement<VacationRow> {
  return sql<VacationRow>('vacation.find', `select ${columns} from doctors where tenant_id = ctx_tenant() and id = $1`, [doctorId])
}

/** Nothing where row security does not let the caller write it. */
export function lockVacation(doctorId: string): Statement<VacationRow> {
  return sql<VacationRow>('vacation.lock', `select ${columns} from doctors where tenant_id = ctx_tenant() and id = $1 for update`, [
    doctorId,
  ])
}

/** Who is or will be away. */
export function listAbsent(now: Date): Statement<AbsentRow> {
  return sql<AbsentRow>(
    'vacation.absent',
    `select id, vacation_from, vacation_until, stand_in_id from doctors
     where tenant_id = ctx_tenant() and vacation_from is not null and (vacation_until is null or vacation_until > $1)`,
    [now],
  )
}

/** Everybody who stands in for somebody in a vacation that is not over. */
export function listStandIns(now: Date): Statement<StandInRow> {
  return sql<StandInRow>(
    'vacation.stand-ins',
    `select id, vacation_from, vacation_until, stand_in_id, profile, time_zone from doctors
     where tenant_id = ctx_tenant() and id in (select stand_in_id from doctors
       where tenant_id = ctx_tenant() and vacation_from is not null and (vacation_until is null or vacation_until > $1))`,
    [now],
  )
}

export type Said = { away: Away | undefined; standInId: string | undefined }

export function writeVacation(_permit: Permit, doctorId: string, { away, standInId }: Said): Statement<VacationRow> {
  return sql<VacationRow>(
    'vacation.write',
    `update doctors set vacation_from = $2, vacation_until = $3, stand_in_id = $4, vacation_version = vacation_version + 1
     where tenant_id = ctx_tenant() and id = $1 returning ${columns}`,
    [doctorId, away?.from, away?.until, standInId],
  )
}

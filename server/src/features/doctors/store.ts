import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { Override } from './calendar.ts'

export type DoctorRow = {
  id: string
  languages: string[]
  specialties: string[]
  private_pool: string | null
  vacation_from: Date | null
  vacation_until: Date | null
  stand_in_id: string | null
  time_zone: string
  hours_version: number
  profile: Buffer
}
/** A taken time, with what its visit keeps free around it. */
export type BusyRow = { doctor_id: string; start: Date; end: Date }
/** The start of a visit of a kind. */
export type StartRow = { doctor_id: string; start: Date }
export type OverrideRow = {
  doctor_id: string
  day: string
  kind: Override['kind']
  from_minute: number
  to_minute: number
  slot_minutes: number | null
}
export type HoursRow = {
  doctor_id: string
  weekday: number
  from_minute: number
  to_minute: number
  slot_minutes: number
  valid_from: string | null
  valid_until: string | null
}

/** `after` is the id that the page before ended with; `language` matches a tag and what is more special than it (RFC 4647 §3.3.1). */
export type DirectoryPage = { language: string | undefined; specialty: string | undefined; after: string | undefined; rows: number }
export type Span = { from: Date; to: Date }

export const doctorColumns =
  'id, languages, specialties, private_pool, vacation_from, vacation_until, stand_in_id, time_zone, hours_version, profile'
export const busyColumns = 'doctor_id, starts_at as start, ends_at as "end"'
export const hoursColumns = 'doctor_id, weekday, from_minute, to_minute, slot_minutes, valid_from, valid_until'

export const overrideColumns = 'doctor_id, day, kind, from_minute, to_minute, slot_minutes'

/** SQL: the doctors of the organisation with a language ($1) and a specialty ($2), where they are asked for. */
export const suits = `tenant_id = ctx_tenant()
  and ($1::text is null or exists (select from unnest(languages) l where lower(l) = lower($1) or lower(l) like lower($1) || '-%'))
  and ($2::text is null or exists (select from unnest(specialties) s where lower(s) = lower($2)))`
const ofPage = `${suits}
  and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
  order by id limit $4`
const valuesOf = ({ language, specialty, after, rows }: DirectoryPage) => [language, specialty, after, rows]

/** A page of the directory, and the hours and taken times of exactly the doctors on it. */
export function listDirectory(
  page: DirectoryPage,
  span: Span,
  { first, last }: { first: string; last: string },
): [Statement<DoctorRow>, Statement<HoursRow>, Statement<OverrideRow>, Statement<BusyRow>] {
  return [
    sql<DoctorRow>('doctors.page', `select ${doctorColumns} from doctors where ${ofPage}`, valuesOf(page)),
    sql<HoursRow>(
      'hours.of-page',
      `select ${hoursColumns} from weekly_hours where tenant_id = ctx_tenant() and doctor_id in (select id from doctors where ${ofPage})`,
      valuesOf(page),
    ),
    sql<OverrideRow>(
      'overrides.of-page',
      `select ${overrideColumns} from date_overrides
       where tenant_id = ctx_tenant() and doctor_id in (select id from doctors where ${ofPage}) and day between $5 and $6`,
      [...valuesOf(page), first, last],
    ),
    sql<BusyRow>(
      'busy.of-page',
      `select ${busyColumns}
       from (select id from doctors where ${ofPage}) d join busy_times b on b.doctor_id = d.id
       where b.starts_at < $6 and b.starts_at > $5::timestamptz - interval '1 day' and b.ends_at > $5 order by b.starts_at`,
      [...valuesOf(page), span.from, span.to],
    ),
  ]
}

export function findDoctor(id: string): Statement<DoctorRow> {
  return sql<DoctorRow>('doctors.find', `select ${doctorColumns} from doctors where tenant_id = ctx_tenant() and id = $1`, [id])
}

/** When a doctor is taken within a span, never by whom. */
export function listBusy(doctorId: string, span: Span): Statement<BusyRow> {
  return sql<BusyRow>(
    'busy.of-doctor',
    `select ${busyColumns} from busy_times
     where doctor_id = $1 and starts_at < $3 and starts_at > $2::timestamptz - interval '1 day' and ends_at > $2 order by starts_at`,
    [doctorId, span.from, span.to],
  )
}

/** When the visits of a kind begin that a doctor has within a span; nothing where no kind is asked for. */
export function listStarts(doctorId: string, visitTypeId: string | undefined, { from, to }: Span): Statement<StartRow> {
  return sql<StartRow>(
    'starts.of-doctor',
    `select doctor_id, starts_at as start from visits_by_type
     where doctor_id = $1 and visit_type_id = $2 and starts_at >= $3 and starts_at < $4`,
    [doctorId, visitTypeId, from, to],
  )
}

/** Held until the transaction ends: of all who book a kind of visit with a doctor on one date, one at a time counts and writes. */
export function lockDay(doctorId: string, visitTypeId: string, date: string): Statement {
  return sql(
    'doctors.lock-day',
    `select pg_advisory_xact_lock(hashtextextended('wardkeep day ' || $1::text || ' ' || $2::text || ' ' || $3::text, 0))::text`,
    [doctorId, visitTypeId, date],
  )
}

/** How many visits of a kind begin within [from, to), without the visit `but`. */
export function countOnDay(doctorId: string, visitTypeId: string, { from, to }: Span, but?: string): Statement<{ visits: number }> {
  return sql<{ visits: number }>(
    'busy.on-day',
    `select count(*)::integer as visits from visits_by_type
     where doctor_id = $1 and visit_type_id = $2 and starts_at >= $3 and starts_at < $4 and id is distinct from $5`,
    [doctorId, visitTypeId, from, to, but],
  )
}

export type NewDoctor = {
  id: string
  sourceIndex: Buffer | null
  languages: readonly string[]
  specialties: readonly string[]
  timeZone: string
  profile: Sealed
}

/** For imports and the demo clinic; row security admits the system and who runs the organisation. */
export function insertDoctor(doctor: NewDoctor, now: Date): Statement {
  return sql(
    'doctors.insert',
    `insert into doctors (tenant_id, id, source_index, languages, specialties, time_zone, profile, created_at)
     values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7)`,
    [doctor.id, doctor.sourceIndex, doctor.languages, doctor.specialties, doctor.timeZone, doctor.profile.bytes, now],
  )
}

export function profileIn(row: DoctorRow): { doctorId: string; profile: Sealed } {
  return { doctorId: row.id, profile: Sealed.fromDatabase(row.profile) }
}

/** Whose cases the doctor is asked about first; undefined for nobody’s. */
export function putInPool(_permit: Permit, id: string, pool: string | undefined): Statement {
  return sql('doctor.pool', 'update doctors set private_pool = $2 where tenant_id = ctx_tenant() and id = $1', [id, pool])
}

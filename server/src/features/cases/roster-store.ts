// The roster that routing is made from. Four statements of one table each, sent together and put together here: under row security the planner takes each of
// them for a few rows, and joins them by nested loops that grow with the square of the roster.
import { type Statement, sql } from '../../platform/database.ts'
import type { Candidate } from './routing-rules.ts'
import { isAway } from './routing-store.ts'

type DoctorRow = { id: string; languages: string[]; specialties: string[]; private_pool: string | null; away: boolean }
type StaffRow = { id: string }
type LoadRow = { id: string; load: number }
type TurnRow = { id: string; last_at: Date }
type Standing = { load: number; lastAt: Date | undefined }
/** A doctor who can sign in, with how many cases they have to answer. */
export type Rostered = DoctorRow & Standing
export type Member = Rostered & { profile: Buffer }
type Beside = readonly [Statement<StaffRow>, Statement<LoadRow>, Statement<TurnRow>]

const facts = `id, languages, specialties, private_pool, ${isAway('doctors')} as away`

/** Everything of the roster, for `rosterIn`. */
export function listRoster(): readonly [Statement<DoctorRow>, ...Beside] {
  return [
    sql<DoctorRow>('case-routing.doctors', `select ${facts} from doctors where tenant_id = ctx_tenant() order by id`),
    ...listBeside(),
  ]
}

/** The same with what the doctors are shown by. */
export function listMembers(): readonly [Statement<DoctorRow & { profile: Buffer }>, ...Beside] {
  return [
    sql<DoctorRow & { profile: Buffer }>(
      'case-routing.members',
      `select ${facts}, profile from doctors where tenant_id = ctx_tenant() order by id`,
    ),
    ...listBeside(),
  ]
}

function listBeside(): Beside {
  return [
    // An imported doctor without an account answers nothing.
    sql<StaffRow>(
      'case-routing.staffed',
      'select doctor_id as id from users where tenant_id = ctx_tenant() and active and doctor_id is not null',
    ),
    sql<LoadRow>('case-routing.loads', 'select id, load from case_loads'),
    sql<TurnRow>('case-routing.turns', 'select doctor_id as id, last_at from case_turns where tenant_id = ctx_tenant()'),
  ]
}

/** The doctors who can sign in, in order of their ids. */
export function rosterIn<T extends DoctorRow>(
  doctors: readonly T[],
  staffed: readonly StaffRow[],
  loads: readonly LoadRow[],
  turns: readonly TurnRow[],
): (T & Standing)[] {
  const there = new Set(staffed.map(({ id }) => id))
  const loadOf = new Map(loads.map(({ id, load }) => [id, load]))
  const turnOf = new Map(turns.map(({ id, last_at: lastAt }) => [id, lastAt]))
  return doctors
    .filter(({ id }) => there.has(id))
    .map((doctor) => ({ ...doctor, load: loadOf.get(doctor.id) ?? 0, lastAt: turnOf.get(doctor.id) }))
}

export function candidateIn({ id, languages, specialties, private_pool: pool, away, load, lastAt }: Rostered): Candidate {
  return {
    doctorId: id,
    languages,
    specialties,
    ...(pool !== null && { pool }),
    away,
    load,
    ...(lastAt !== undefined && { lastAt: lastAt.getTime() }),
  }
}

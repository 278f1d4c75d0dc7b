import type { Api, Reply } from '@wardkeep/contract'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import { countersOf } from './counted-actions.ts'
import { forStepUp } from './lockout-buckets.ts'
import { listLocks } from './lockout-store.ts'
import { nextFor, openReset } from './people-rules.ts'
import type { MemberRow } from './people-store.ts'
import { type AccountProfile, openAccount } from './profile.ts'

type Member = Reply<Api['updateUser']>

/** Accounts as the API tells them to who runs the organisation. */
export async function tellPeople(keep: Keep, op: Operation, rows: readonly MemberRow[]): Promise<Member[]> {
  const profiles = await Promise.all(
    rows.map((row) => openAccount(keep, { tenantId: op.tenantId, userId: row.id }, Sealed.fromDatabase(row.profile))),
  )
  const ends = await lockEnds(
    keep,
    op,
    rows.map(({ id }) => id),
    profiles,
  )
  return rows.flatMap((row, place) => {
    const profile = profiles[place]
    return profile === undefined ? [] : [tell(op, row, profile, ends[place])]
  })
}

/** When the longest lock of each account ends, if it has one. A lock of one known device alone shuts nobody else out, and is not told. */
async function lockEnds(
  keep: Keep,
  { now }: Operation,
  ids: readonly string[],
  profiles: readonly AccountProfile[],
): Promise<(Date | undefined)[]> {
  const buckets = await Promise.all(
    ids.map(async (id, place) => {
      const profile = profiles[place]
      return profile === undefined ? [] : [...(await countersOf(keep, id, profile)), (await forStepUp(keep.vault, id)).hash]
    }),
  )
  const [locks] = await keep.db.locators.runAll([listLocks(buckets.flat(), now)])
  return buckets.map((hashes) => {
    const ends = locks.filter((lock) => hashes.some((hash) => hash.equals(lock.bucket_hash))).map(({ until }) => until.getTime())
    return ends.length === 0 ? undefined : new Date(Math.max(...ends))
  })
}

function tell({ actor, now }: Operation, row: MemberRow, profile: AccountProfile, lockedUntil: Date | undefined): Member {
  const asked = openReset(row, now)
  return {
    id: row.id,
    ...profile,
    role: row.role,
    active: row.active,
    language: row.language,
    ...(row.patient_id === null ? {} : { patientId: row.patient_id }),
    ...(row.doctor_id === null ? {} : { doctorId: row.doctor_id }),
    createdAt: row.created_at.toISOString(),
    ...(row.last_sign_in === null ? {} : { lastSignIn: row.last_sign_in.toISOString() }),
    requestCount: row.requests,
    ...(lockedUntil && { lockedUntil: lockedUntil.toISOString() }),
    secondFactor: row.second_factor,
    ...(asked && row.second_factor && { factorReset: { until: asked.until.toISOString(), own: asked.by === actor.userId } }),
    can: nextFor({ ...row, locked: lockedUntil !== undefined, asked }, actor.userId),
  }
}

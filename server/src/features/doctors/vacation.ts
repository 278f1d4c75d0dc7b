import type { Reply } from '@wardkeep/contract'
import type { readDoctor } from '@wardkeep/contract/doctors.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openDoctors } from './profile.ts'
import { type AbsentRow, awayIn, type StandInRow, standInAt } from './vacation-rules.ts'

type Told = NonNullable<Reply<typeof readDoctor>['away']>

/** Of each doctor who is or will be away: from when until when, and who is there instead as it begins, or at `at` where that is later. */
export async function awayToTell(
  keep: Keep,
  op: Operation,
  rows: readonly AbsentRow[],
  standIns: readonly StandInRow[],
  at: Date = op.now,
): Promise<Map<string, Told>> {
  const told = rows.flatMap((row) => {
    const away = awayIn(row)
    if (away === undefined || (away.until && away.until <= op.now)) return []
    const start = away.from > at ? away.from : at
    return [{ row, away, standIn: standInAt(row, { start, end: new Date(start.getTime() + 1) }, standIns) }]
  })
  const named = told.flatMap(({ standIn }) => (standIn ? [standIn] : []))
  const profiles = await openDoctors(
    keep,
    op.tenantId,
    named.map(({ id, profile }) => ({ doctorId: id, profile: Sealed.fromDatabase(profile) })),
  )
  const names = new Map(named.map(({ id }, place) => [id, profiles[place]?.displayName ?? '']))
  return new Map(
    told.map(({ row, away: { from, until }, standIn }) => [
      row.id,
      {
        from: from.toISOString(),
        ...(until && { until: until.toISOString() }),
        ...(standIn && { standIn: { id: standIn.id, displayName: names.get(standIn.id) ?? '' } }),
      },
    ]),
  )
}

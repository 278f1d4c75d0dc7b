// Time does not go back for an installation, not even between two starts: the latest time that a server went by is kept, and one that starts while the
// database's clock is behind it goes on from there and stands still until the clock has caught up. What had run out stays so. [T38]
import type { Clock, DatabaseClock } from '../platform/clock.ts'
import type { Connections } from '../platform/database.ts'
import { findLatestTime, keepLatestTime } from './store.ts'

/** Milliseconds between two times that are kept; so far behind the kept one a server may have been when it ended. */
export const keptEveryMs = 60_000
/** Clocks that differ by less do not go back, they are measured. */
const measuredWithinMs = 1_000

/** For a server that starts, its clock measured. Gives by how many milliseconds the database's clock is behind, 0 where it is not. */
export async function goOnFromLatest(connections: Connections, clock: DatabaseClock): Promise<number> {
  const [[kept]] = await connections.batch([findLatestTime()])
  const behindMs = (kept?.at.getTime() ?? 0) - clock.now().getTime()
  if (kept === undefined || behindMs <= 0) return 0
  clock.notBefore(new Date(kept.at.getTime() + (behindMs < measuredWithinMs ? 0 : keptEveryMs)))
  return behindMs < measuredWithinMs ? 0 : behindMs
}

/** Keeps the time that this server goes by, unless a later one is kept. */
export async function keepTime(connections: Connections, clock: Clock): Promise<void> {
  await connections.batch([keepLatestTime(clock.now())])
}

// Where the tests write: every test has a database of its own, and a disk that waits for each of them is most of what slows them.
import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../server/src/platform/process-alive.ts'

/** What the tests take at most is 2 GiB; memory that holds their files is not there for them. */
const neededBytes = 6 * 2 ** 30
const prefix = 'wardkeep-scratch-'

/** A folder in memory that goes with this process; undefined where the system has none, or none to spare. */
export async function openScratch(memory = '/dev/shm', needed = neededBytes): Promise<string | undefined> {
  if (!existsSync(memory)) return undefined
  for (const left of readdirSync(memory)) {
    const [, owner] = new RegExp(`^${prefix}(\\d+)-`).exec(left) ?? []
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(memory, left), { recursive: true, force: true })
  }
  const { bavail, bsize } = statfsSync(memory)
  if (bavail * bsize < needed || process.availableMemory() < 2 * needed) return undefined
  const folder = await mkdtemp(join(memory, `${prefix}${process.pid}-`))
  await chmod(folder, 0o755) // A PostgreSQL that is installed here may run under another account.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

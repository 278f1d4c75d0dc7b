// The whole list is checked before the first account is made, so that a broken row leaves nothing behind. The same command goes on where one was cut off.
import {
  BundleRefused,
  checkUsers,
  type Destination,
  findDestinations,
  importUser,
  readUserList,
  type UserFacts,
} from '../features/importing/index.ts'
import { Refusal } from '../platform/refusal.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { choose } from './destination.ts'
import { findFiles, readGivenFile } from './given-files.ts'
import { type Host, openHost } from './host.ts'
import { openProgress } from './progress.ts'
import type { Streams } from './streams.ts'

export type ImportUsersAsked = { file: string; organisation?: string | undefined; json: boolean }

export async function importUsers(asked: ImportUsersAsked, streams: Streams, stop: AbortSignal): Promise<void> {
  const [path = '', another] = await findFiles([asked.file])
  if (another !== undefined) throw new CannotGoOn('Name one file; nothing was written.')
  const users = await readGivenFile(path)
    .then(({ bytes }) => readUserList(bytes))
    .catch(refused('Nothing was written.'))
  const host = await openHost(streams)
  const made = await (async () => {
    const destination = choose(await findDestinations(host.keep, host.tenantIds, host.clock.now()), asked.organisation)
    await checkUsers(host.keep, destination, users).catch(refused('Nothing was written.'))
    return writeAll(host, destination, users, streams, stop)
  })().finally(host.close)
  const unchanged = users.length - made
  streams.out.write(asked.json ? `${JSON.stringify({ users: made, unchanged })}\n` : told(made, unchanged))
}

async function writeAll(
  host: Host,
  destination: Destination,
  users: readonly UserFacts[],
  { err }: Streams,
  stop: AbortSignal,
): Promise<number> {
  const progress = openProgress(err, 'Imported', users.length)
  const outlook = 'The users before it are imported; the same command goes on from there.'
  let made = 0
  for (const [place, user] of users.entries()) {
    if (stop.aborted) throw new CannotGoOn(`row ${place + 1}: stopped before it. ${outlook}`)
    const keep = { ...host.keep, signers: host.signers }
    if (await importUser(keep, destination, user, place, host.clock.now()).catch(refused(outlook))) made += 1
    progress(place + 1)
  }
  return made
}

function refused(outlook: string): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof BundleRefused) throw new CannotGoOn(`${cause.position}: ${cause.reason}`, outlook)
    if (cause instanceof Refusal && cause.code === 'UNAVAILABLE') throw new CannotGoOn('The database went away.', outlook)
    throw cause
  }
}

function told(made: number, unchanged: number): string {
  const people = (n: number) => (n === 1 ? '1 user' : `${n} users`)
  return `${people(made)} imported; ${people(unchanged)} had an account here already, which is as it was.\nThey sign in with the passwords they had.\n`
}

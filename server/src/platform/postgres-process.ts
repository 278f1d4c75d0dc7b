// One postmaster as our direct child, and how to know one that a killed server left behind.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { codeOf } from './error-code.ts'
import { type Account, giveOne, spawnAs } from './postgres-account.ts'
import type { Place } from './postgres-folder.ts'
import type { PostgresPrograms } from './postgres-package.ts'
import { isAlive } from './process-alive.ts'

export type Exit = { code: number | null; signal: string | null }
export type Child = { pid: number | undefined; socketFolder: string; exited: Promise<Exit>; running(): boolean; stop(): Promise<void> }

/** The port only names the socket's file: nothing listens on a network. */
export const socketPort = 5432

// Durability and silence about patients are given on the command line, which no file in the folder and no ALTER SYSTEM overrides.
const settings = {
  listen_addresses: '',
  port: `${socketPort}`,
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

/** Starts `postgres` on the cluster. It outlives a kill -9 of ours, but not a normal exit. */
export async function launch(place: Place, programs: PostgresPrograms, account: Account): Promise<Child> {
  const socketFolder = await makeSocketFolder(place, account)
  const options = Object.entries({ ...settings, unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"` })
  const args = ['-D', place.cluster, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const log = await openLog(place.log)
  const child = spawnAs(account, programs.postgres, args, ['ignore', log.fd, log.fd])
  const atExit = () => {
    child.kill('SIGINT')
    removeSocketFolder(place, socketFolder)
  }
  process.once('exit', atExit)
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: null, signal: null }))
  }).finally(() => {
    process.off('exit', atExit)
    removeSocketFolder(place, socketFolder)
  })
  await log.close()
  const running = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid,
    socketFolder,
    exited,
    running,
    stop: () =>
      stop(
        (signal) => child.kill(signal),
        () => exited,
      ),
  }
}

export type Postmaster = { pid: number; socketFolder: string | undefined }

/** What the cluster's own `postmaster.pid` says; the process may be long dead. */
export async function readPostmaster(place: Place): Promise<Postmaster | undefined> {
  const file = await readFile(pidFile(place), 'utf8').catch(() => '')
  const [pid, , , , socketFolder] = file.split('\n')
  return Number(pid) > 0 ? { pid: Number(pid), socketFolder: socketFolder || undefined } : undefined
}

/** Whether the process is a postmaster on this very cluster. A zombie is not. */
export async function isPostmaster(pid: number, place: Place): Promise<boolean> {
  const [program = '', ...args] = await commandOf(pid)
  return basename(program) === 'postgres' && args.includes(place.cluster)
}

/** Stops a postmaster that is not our child and takes away what it left. Throws where it may not be signalled. */
export async function stopPostmaster(postmaster: Postmaster, place: Place): Promise<void> {
  const gone = async () => {
    while (await isPostmaster(postmaster.pid, place)) await setTimeout(20)
  }
  await stop((signal) => process.kill(postmaster.pid, signal), gone)
  if (postmaster.socketFolder) removeSocketFolder(place, postmaster.socketFolder)
}

/**
 * Takes away a `postmaster.pid` whose number went to another process or a zombie: PostgreSQL would take either for its own like.
 * That of a process which is gone it judges itself, and better, since another server may just be starting.
 */
export async function removeStalePid(stale: Postmaster, place: Place): Promise<void> {
  if (!isAlive(stale.pid)) return
  if ((await readPostmaster(place))?.pid === stale.pid) await rm(pidFile(place), { force: true })
}

/** The folders besides the cluster's own that PostgreSQL must be able to enter. */
export function foldersToEnter(place: Place): string[] {
  return fitsSocket(place.cluster) ? [dirname(place.cluster)] : [dirname(place.cluster), temporaryFolder()]
}

function pidFile(place: Place): string {
  return join(place.cluster, 'postmaster.pid')
}

// The socket lies in the cluster, which only PostgreSQL's own account can enter, unless that path is too long for a socket.
async function makeSocketFolder(place: Place, account: Account): Promise<string> {
  if (fitsSocket(place.cluster)) return place.cluster
  const folder = await mkdtemp(join(temporaryFolder(), 'wardkeep-'))
  await giveOne(account, folder)
  return folder
}

// The kernel's limit is 107 bytes on Linux, 103 on macOS.
function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= 103
}

function temporaryFolder(): string {
  return fitsSocket(join(tmpdir(), 'wardkeep-XXXXXX')) ? tmpdir() : '/tmp'
}

function removeSocketFolder(place: Place, folder: string): void {
  if (folder !== place.cluster && basename(folder).startsWith('wardkeep-')) rmSync(folder, { recursive: true, force: true })
}

async function openLog(path: string) {
  await mkdir(dirname(path), { recursive: true })
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > 10_000_000) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

async function stop(signal: (name: NodeJS.Signals) => boolean, gone: () => Promise<unknown>): Promise<void> {
  signalled(() => signal('SIGINT'))
  const given = new AbortController()
  const hurry = setTimeout(10_000, undefined, { signal: given.signal }).then(
    () => signalled(() => signal('SIGQUIT')),
    () => undefined,
  )
  await gone()
  given.abort()
  await hurry
}

function signalled(send: () => boolean): void {
  try {
    send()
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

async function commandOf(pid: number): Promise<string[]> {
  if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  return spawnSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' })
    .stdout.trim()
    .split(' ')
}

// PostgreSQL refuses to run as root, so root runs it as somebody else; every program of it is started from here.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, lchown, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Who PostgreSQL runs as: `uid` and `gid` own its files as seen from here; `prefix` is the command that leads into a user namespace. */
export type Account = { name: 'ourselves' | 'nobody' | 'namespace'; uid: number; gid: number; prefix: string[] }

/**
 * Picks the first account that can enter all `folders` and run `program`. Root prefers `nobody`; where a parent folder bars `nobody`, a user
 * namespace hides that we are root, and files stay root's. Throws one sentence naming `place` if none can.
 */
export async function chooseAccount(place: string, folders: string[], program: string): Promise<Account> {
  for (const account of await accounts()) if (await canRun(account, folders, program)) return account
  throw new Error(
    process.getuid?.() === 0
      ? `PostgreSQL cannot run on ${place}, since neither the user nobody nor a user namespace of root can reach it and ${program}.`
      : `PostgreSQL cannot run on ${place}, since ${program} does not start here.`,
  )
}

/** Starts a program as the account, with nothing of our environment (it holds secrets) and in a session of its own (Ctrl-C must not reach it).
 * Only root changes ids: a hardened service may not even ask for those it has. */
export function spawnAs(account: Account, command: string, args: string[], stdio: StdioOptions): ChildProcess {
  const [first = command, ...rest] = [...account.prefix, command, ...args]
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const id = account.name === 'nobody' ? { uid: account.uid, gid: account.gid } : {}
  return spawn(first, rest, { cwd: '/', env, stdio, detached: true, ...id })
}

/** Gives one file or folder that we made to the account. It is the account's already unless root makes it for somebody else. */
export async function giveOne(account: Account, path: string): Promise<void> {
  if (account.name === 'nobody') await chown(path, account.uid, account.gid)
}

/** Gives a folder and all in it to the account. The folder itself comes last, so an interrupted change is taken up again. */
export async function giveTo(account: Account, folder: string): Promise<void> {
  if ((await stat(folder)).uid === account.uid) return
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), account.uid, account.gid)
  await chown(folder, account.uid, account.gid)
}

async function accounts(): Promise<Account[]> {
  const [uid, gid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1]
  if (uid !== 0) return [{ name: 'ourselves', uid, gid, prefix: [] }]
  const nobody = await findNobody()
  if (!nobody) return []
  const namespace = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`, '--']
  return [
    { name: 'nobody', ...nobody, prefix: [] },
    { name: 'namespace', uid, gid, prefix: namespace },
  ]
}

// PostgreSQL looks its user up by name, so an id that is missing from passwd would not do.
async function findNobody(): Promise<{ uid: number; gid: number } | undefined> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

async function canRun(account: Account, folders: string[], program: string): Promise<boolean> {
  const script = 'for folder in "$@"; do cd "$folder" || exit 1; done; exec "$0" --version'
  try {
    const [code] = await once(spawnAs(account, '/bin/sh', ['-c', script, program, ...folders], 'ignore'), 'exit')
    return code === 0
  } catch {
    return false
  }
}

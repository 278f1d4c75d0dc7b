// The `wardkeep` command as a process of its own, as a host runs it.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Ended = { code: number | null; out: string; err: string }
export type Begun = { child: ChildProcess; ended: Promise<Ended> }

const command = fileURLToPath(new URL('./wardkeep.mjs', import.meta.url))

export function begin(args: readonly string[], settings: Record<string, string> = {}): Begun {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PORT|HOST|PUBLIC_URL|LOG_LEVEL|WARDKEEP_|DATABASE_|CORS_|SMTP_|MAIL_|SECRET_KEY|ENCRYPTION_KEY|VITEST)/.test(name),
  )
  const child = spawn(process.execPath, [command, ...args], { env: { ...Object.fromEntries(inherited), ...settings } })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })))
  return { child, ended }
}

export function run(args: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  return begin(args, settings).ended
}

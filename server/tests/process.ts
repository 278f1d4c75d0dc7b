// The whole server as a process of its own, as an operator starts it.
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'

export type Running = { url: string; output(): string; stop(): Promise<number | null>; kill(): Promise<void> }
export type Account = { role: string; login: string; password: string; organisation: string; totpSecret?: string; apiKey?: string }

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** An empty data folder that is removed after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-process-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

let made: Promise<string> | undefined

/** The data folder of a demo that was started once and stopped, a copy that is removed after the test: a first start takes seconds. */
export async function demoFolder(): Promise<string> {
  made ??= makeDemo()
  const data = join(await emptyFolder(), 'data')
  await cp(await made, data, { recursive: true, preserveTimestamps: true })
  return data
}

/** Made once a worker, and gone with the ground of the run. */
async function makeDemo(): Promise<string> {
  const folder = await mkdtemp(join(dirname(inject('ground').keyFolder), 'demo-'))
  await (await startServer(folder)).stop()
  return folder
}

/** Starts the server, `through` another program that ends in it, and resolves when it says that it is open; rejects with what it printed when it ends before. */
export async function startServer(data: string, settings: Record<string, string> = {}, through: readonly string[] = []): Promise<Running> {
  const port = settings.PORT ?? String(await freePort())
  const child = spawnServer({ ...settings, WARDKEEP_DATA: data, PORT: port }, through)
  const printed = collect(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => printed().includes('Wardkeep is open at') && resolve())
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${printed()}`)))
  })
  // Waited for, since its folder is removed next.
  onTestFinished(async () => void (await end(child, 'SIGTERM')))
  return {
    url: `http://127.0.0.1:${port}`,
    output: printed,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => void (await end(child, 'SIGKILL')),
  }
}

/** Starts a server that is expected to refuse; resolves to its exit code and what it printed. */
export async function refusedStart(settings: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawnServer(settings)
  const printed = collect(child)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, output: printed() }
}

export async function readAccounts(data: string): Promise<Account[]> {
  return JSON.parse(await readFile(join(data, 'demo-accounts.json'), 'utf8'))
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  await new Promise((resolve) => server.close(resolve))
  return port
}

function spawnServer(settings: Record<string, string>, through: readonly string[] = []): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PORT|HOST|PUBLIC_URL|WARDKEEP_|DATABASE_|CORS_|SMTP_|MAIL_|SECRET_KEY|ENCRYPTION_KEY|VITEST)/.test(name),
  )
  const [program = process.execPath, ...more] = [...through, process.execPath, main]
  return spawn(program, more, {
    env: { ...Object.fromEntries(inherited), LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  return ended
}

// A measured server as a process of its own, and a way in.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { userAgent } from './load.ts'
import { password, type World } from './world.ts'

export type Served = { pid: number; url: string; stop(): Promise<void> }

export async function serve(world: World, file: 'bare.ts' | 'secured.ts', port: number): Promise<Served> {
  const reach = { app: world.app, keyFolder: world.keyFolder, rootKey: world.rootKey, port }
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env: { ...process.env, WARDKEEP_BENCH: JSON.stringify(reach) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return { pid: child.pid ?? 0, url: `http://127.0.0.1:${port}`, stop }
}

/** An access token, which lives for five minutes and answers to the same browser alone. */
export async function tokenOf(url: string, login: string): Promise<string> {
  const reply = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ login, password }),
  })
  return String(Object(await reply.json()).accessToken)
}

import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './root.ts'

export type Ended = { code: number; output: string }

/**
 * Runs a program in the repository's folder, the packages' own programs first in PATH, with no standard input.
 * `show` lets its output through as it comes; otherwise the output is handed back, both streams in one. A program that does not exist ends with 127.
 */
export function run(
  program: string,
  args: string[],
  { show = false, env = {} }: { show?: boolean; env?: Record<string, string> } = {},
): Promise<Ended> {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  const stream = show ? 'inherit' : 'pipe'
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', stream, stream], env: { ...process.env, PATH: path, ...env } })
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const chunks: Buffer[] = []
  for (const source of [child.stdout, child.stderr]) source?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('error', (error) => resolve({ code: 127, output: error.message }))
  child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  return promise
}

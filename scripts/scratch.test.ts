import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openScratch } from './scratch.ts'

test('tests write into memory where there is enough of it, what they wrote goes with their process, and what a killed one left goes at the next start', async () => {
  const memory = mkdtempSync(join(tmpdir(), 'wardkeep-memory-'))
  onTestFinished(() => rmSync(memory, { recursive: true }))
  expect(await openScratch(join(memory, 'none'), 1)).toBeUndefined()
  expect(await openScratch(memory, 2 ** 50)).toBeUndefined()

  const module = fileURLToPath(new URL('scratch.ts', import.meta.url))
  const open = (then: string) =>
    spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `import { openScratch } from ${JSON.stringify(module)}; console.log(await openScratch(${JSON.stringify(memory)}, 1)); ${then}`,
    ]).stdout.toString()
  const ended = open('').trim()
  expect([ended.startsWith(memory), existsSync(ended)]).toEqual([true, false])
  const killed = open(`process.kill(process.pid, 'SIGKILL')`).trim()
  expect(existsSync(killed)).toBe(true)
  const living = `wardkeep-scratch-${process.pid}-abcdef`
  for (const other of [living, 'somebody-else']) mkdirSync(join(memory, other))
  open('')
  expect(readdirSync(memory).toSorted()).toEqual(['somebody-else', living])
})

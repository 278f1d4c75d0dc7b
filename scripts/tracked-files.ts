import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

const ignoredFolders = new Set(['node_modules', '.git', 'data', 'dist', 'reports'])

/** Every file that is tracked or would be, relative to the repository. Where git or its folder is missing the tree itself is walked. */
export function trackedFiles(): string[] {
  const asked = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: root,
    encoding: 'utf8',
  })
  return asked.status === 0 ? asked.stdout.split('\0').filter(Boolean).sort() : walk('').sort()
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : walk(path)
    return entry.isFile() ? [path] : []
  })
}

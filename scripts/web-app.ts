// The web app is built where it runs, from what stands in the folder: nobody ships or commits a built one.
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { root } from './root.ts'

const web = join(root, 'web')
const mark = join(web, 'dist', '.built')
const madeOf = ['web', 'contract', 'client']
const notSources = new Set(['node_modules', 'dist'])

/** Builds web/dist when a source has changed since the last build, saying so in one line. Throws what Vite throws. */
export async function buildWebApp(): Promise<void> {
  const sources = await fingerprint()
  if (sources === (await readFile(mark, 'utf8').catch(() => ''))) return
  const begun = performance.now()
  process.stdout.write('Building the web app…')
  await viteBuild()
  await writeFile(mark, sources)
  console.log(` done in ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
}

/** SHA-256 over the paths and bytes of every source: modification times say nothing after a clone or a copy. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const files = (await Promise.all(madeOf.map((folder) => sourcesIn(folder)))).flat()
  for (const file of [...files, 'package-lock.json'].sort()) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)))
  }
  return hash.digest('hex')
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const kept = entries.filter((entry) => !notSources.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
  const found = await Promise.all(
    kept.map((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return sourcesIn(path)
      return entry.isFile() ? [path] : []
    }),
  )
  return found.flat()
}

async function viteBuild(): Promise<void> {
  const environment = process.env.NODE_ENV
  const { build } = await import('vite')
  try {
    await build({ root: web, logLevel: 'error', plugins: process.stdout.isTTY ? [progress()] : [] })
  } finally {
    // Vite sets NODE_ENV for its whole process, and the server that runs on in this one was not asked.
    if (environment === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = environment
  }
}

function progress(): Plugin {
  let modules = 0
  return {
    name: 'progress',
    moduleParsed() {
      modules += 1
      if (modules % 50 === 0) process.stdout.write(`\rBuilding the web app… ${modules} modules`)
    },
  }
}

// One step of ci: no secret and no download address in what is tracked. The same search guards the tests (repository.test.ts).
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isOurText, leaksIn } from './leaks.ts'
import { root } from './root.ts'
import { trackedFiles } from './tracked-files.ts'

const found = trackedFiles()
  .filter((path) => isOurText(path) && existsSync(join(root, path)))
  .flatMap((path) => leaksIn(readFileSync(join(root, path), 'utf8')).map(({ line, what }) => `${path}:${line} holds ${what}`))

for (const sentence of found) console.error(sentence)
process.exitCode = found.length === 0 ? 0 : 1

import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownFolder } from './vault.fixture.ts'

const vault = join(import.meta.dirname, 'index.ts')
const root = join(import.meta.dirname, '../../../..')
const column = `import { Sealed } from '${vault}'\nexport type Row = { id: string; sealed: Sealed }\n`

const programs = {
  sealed: `export const row: Row = { id: 'x', sealed: Sealed.fromDatabase(Buffer.alloc(1)) }\n`,
  buffer: `export const row: Row = { id: 'x', sealed: Buffer.alloc(1) }\n`,
  bytes: `export const row: Row = { id: 'x', sealed: new Uint8Array(1) }\n`,
  text: `export const row: Row = { id: 'x', sealed: 'plain text' }\n`,
  value: `export const row: Row = { id: 'x', sealed: { name: 'plain' } }\n`,
  lookalike: `import { inspect } from 'node:util'
const like = { ...Sealed.fromDatabase(Buffer.alloc(1)), bytes: Buffer.alloc(1), toJSON: () => '', [inspect.custom]: () => '' }
export const row: Row = { id: 'x', sealed: like }
`,
}

test('[B92 part] the compiler lets only a sealed value into a sealed column: no bytes, text, object or look-alike', async () => {
  const folder = await ownFolder()
  for (const [name, body] of Object.entries(programs)) await writeFile(join(folder, `${name}.mts`), `${column}${body}`)
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
      include: ['*.mts'],
    }),
  )
  const said = await compile(folder)
  const refused = new Set([...said.matchAll(/^(?:.*\/)?(\w+)\.mts\(\d+,\d+\): error TS(?:2322|2353|2739|2741)/gm)].map((match) => match[1]))
  expect([...refused].sort(), said).toEqual(['buffer', 'bytes', 'lookalike', 'text', 'value'])
  expect(said.match(/error TS/g), said).toHaveLength(5)
})

function compile(folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules/.bin/tsc'), '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (_, stdout, stderr) => {
        resolve(stdout + stderr)
      },
    )
  })
}

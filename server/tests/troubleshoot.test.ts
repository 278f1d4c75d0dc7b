// The operator's pages know every sentence by which a start is refused, and every setting that is read.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { readSource } from './source.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const found = (pattern: string) => globSync(pattern, { cwd: root }).filter((path) => !/\.(?:test|fixture)\.ts$/.test(path))
const textsOf = (paths: string[]) => paths.flatMap((path) => readSource(path, read(path)).texts)

const starting = [
  'server/src/start-up.ts',
  'server/src/config/*.ts',
  'server/src/security/installation.ts',
  'server/src/security/vault/{root-key,installation-keys,tenant-keys,key-records,key-ring}.ts',
  'server/src/platform/{embedded-postgres,postgres-*,server-lock,migrations}.ts',
].flatMap(found)

test('every sentence that refuses a start stands on the page on troubles, and every sentence there can be said', () => {
  // Holes are `?` in what was read and `…` on the page.
  const said = textsOf(starting).filter((text) => /^[A-Z?][\s\S]{14,}\.$/.test(text) && text.includes(' '))
  const page = [...read('docs/operate/troubleshoot.md').matchAll(/^\*\*(.+)\*\*$/gm)].map(([, sentence = '']) =>
    sentence.replaceAll('…', '?'),
  )
  expect(page.toSorted()).toEqual([...new Set(said)].toSorted())
})

test('the settings in the README are those that the server reads', () => {
  const names = textsOf(found('server/src/config/*.ts')).filter((text) => /^[A-Z][A-Z_]{3,}$/.test(text))
  const table = [...read('README.md').matchAll(/^\| `([A-Z_]+)`(?:, `([A-Z_]+)`)? \|/gm)].flatMap(([, name, other]) => [name, other])
  expect(table.filter((name) => name !== undefined).toSorted()).toEqual([...new Set(names)].toSorted())
})

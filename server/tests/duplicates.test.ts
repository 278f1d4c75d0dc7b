import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'

/** As many significant lines in a row, the same to the letter in two places, are one piece of code written twice. */
const tooLong = 8

test('nothing of the product is written twice', () => {
  const files = trackedFiles().filter(
    (path) => /^(contract|client|server\/src|web\/src|cli|scripts)\/.*\.(ts|tsx|css)$/.test(path) && !/\.(test|fixture)\.tsx?$/.test(path),
  )
  const read = new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
  expect(runsWrittenTwice(read)).toEqual([])
})

test('the check finds a run that stands in two files, and leaves a shorter one alone', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, place) => `const value${place} = compute(${place})`).join('\n')
  expect(
    runsWrittenTwice(
      new Map([
        ['a.ts', lines(tooLong)],
        ['b.ts', `const other = 1\n${lines(tooLong)}`],
      ]),
    ),
  ).toHaveLength(1)
  expect(
    runsWrittenTwice(
      new Map([
        ['a.ts', lines(tooLong - 1)],
        ['b.ts', lines(tooLong - 1)],
      ]),
    ),
  ).toEqual([])
})

function runsWrittenTwice(files: Map<string, string>): string[] {
  const seen = new Map<string, string>()
  const found: string[] = []
  for (const [path, text] of files) {
    const lines = significant(text)
    for (let start = 0; start + tooLong <= lines.length; start += 1) {
      const run = lines.slice(start, start + tooLong)
      const key = run.map((line) => line.text).join('\n')
      const place = `${path}:${run[0]?.number}`
      const other = seen.get(key)
      if (other === undefined) seen.set(key, place)
      else {
        found.push(`${place} repeats ${other}`)
        start += tooLong
      }
    }
  }
  return found
}

/** Lines that say something: imports, comments, blank lines, lone punctuation and the lone names of a list are passed over. */
function significant(text: string): { text: string; number: number }[] {
  return text
    .split('\n')
    .map((line, place) => ({ text: line.trim(), number: place + 1 }))
    .filter(
      (line) => /\w{2}/.test(line.text) && !/^(import\b|export \*|export \{|export type \{|\/\/|\/?\*|'[\w-]+',?$|\w+,$)/.test(line.text),
    )
}

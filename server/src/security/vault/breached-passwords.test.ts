import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { BreachedPasswords, UnfitList } from './index.ts'

const hashed = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
const lineOf = (hash: string, at: number) => `${hash}:${(at * 7919) % 100_003}`

test('[V6.2.12 part] whatever stands in the list is found and nothing else, at its first and last line too, with either end of a line and with or without the last one', async () => {
  const folder = await emptyFolder()
  const words = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), {
    minLength: 2,
    maxLength: 60,
    selector: (word) => word.normalize('NFC'),
  })
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean(), async (all, ending, ended, small) => {
      const half = Math.ceil(all.length / 2)
      const lines = all.slice(0, half).map(hashed).toSorted().map(lineOf)
      const text = lines.join(ending) + (ended ? ending : '')
      const path = join(folder, 'list.txt')
      await writeFile(path, small ? text.toLowerCase() : text)
      const list = await BreachedPasswords.open(path)
      const found = await Promise.all(all.map((word) => list.has(word)))
      await list.close()
      expect(found).toEqual(all.map((_, at) => at < half))
    }),
    { numRuns: 60 },
  )
})

test('[V6.2.12 part] of a list of ten megabytes a lookup reads some lines and no more', async () => {
  const path = join(await emptyFolder(), 'large.txt')
  const all = Array.from({ length: 200_000 }, (_, at) => hashed(`word ${at}`)).toSorted()
  await writeFile(path, `${all.map(lineOf).join('\n')}\n`)
  const list = await BreachedPasswords.open(path)
  const read = async () => Number(/rchar: (\d+)/.exec(await readFile('/proc/self/io', 'utf8'))?.[1])
  const before = await read()
  expect(await Promise.all(['word 0', 'word 7', 'word 199999', 'word 200000', 'other'].map((word) => list.has(word)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect((await read()) - before).toBeLessThan(100_000)
  await list.close()
})

test.each([
  ['empty', ''],
  ['no list', 'password\n123456\n'],
  ['ordered by count', ['b', 'a', 'c', 'f', 'd', 'e', 'g', 'h', 'i'].map((word, at) => lineOf(hashed(word), at)).join('\n')],
  ['of NTLM hashes', `${'A'.repeat(32)}:5\n${'B'.repeat(32)}:5\n`],
  ['without counts', `${hashed('a')}\n`],
  ['one endless line', 'A'.repeat(5_000)],
])('a list that is %s is refused', async (_, text) => {
  const path = join(await emptyFolder(), 'list.txt')
  await writeFile(path, text)
  await expect(BreachedPasswords.open(path)).rejects.toThrow(UnfitList)
})

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-list-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

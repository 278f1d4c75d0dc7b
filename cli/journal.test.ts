// The export of a journal as whoever was handed its files judges it: from nothing but these files, on a machine without an installation.
import { readFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../server/tests/process.ts'
import { begin } from './command.fixture.ts'

type Vector = { certifier: { publicJwk: object }; parts: { asked: { tenantId: string; by: string; text: string }; jws: string }[] }

const { certifier, parts }: Vector = JSON.parse(
  readFileSync(new URL('../docs/formats/vectors/journal-export.json', import.meta.url), 'utf8'),
)
const [first, second] = parts
if (first === undefined || second === undefined) throw new Error('the published export has two parts')
const csv = first.asked.text + second.asked.text
const signed = JSON.stringify({ format: 'wardkeep-journal-signatures/1', parts: [first.jws, second.jws] })
const signers = JSON.stringify({ keys: [certifier.publicJwk] })

test('[V4.1.5 part] a saved export is said to be whole and whose it is, and by exit code 1 and a sentence what is wrong with one that is not, without an installation and without repeating a line of it', async () => {
  const [data, folder] = [await emptyFolder(), await emptyFolder()]
  const judged = async (files: Partial<Record<'csv' | 'signatures' | 'signers', string>>, ...more: string[]) => {
    const all = { csv, signatures: signed, signers, ...files }
    for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text)
    return begin(['journal', 'verify', ...Object.keys(all).map((name) => join(folder, name)), ...more], { WARDKEEP_DATA: data }).ended
  }
  const whole = await judged({})
  expect(whole).toMatchObject({ code: 0, err: '', out: expect.stringContaining('whole and unaltered: 3 events in 2 parts.') })
  for (const said of [first.asked.tenantId, first.asked.by, 'from 2026-05-04T00:00:00+03:00', 'one address, which is not told'])
    expect(whole.out).toContain(said)
  expect(JSON.parse((await judged({}, '--json')).out)).toMatchObject({ tenantId: first.asked.tenantId, parts: 2, events: 3 })

  const parted = (...jws: string[]) => JSON.stringify({ format: 'wardkeep-journal-signatures/1', parts: jws })
  const wrong: [Parameters<typeof judged>[0], string][] = [
    [{ csv: csv.replace('denied', 'allowed') }, 'Part 1 is not what stands in the CSV'],
    [{ csv: csv.slice(0, -1) }, 'Part 2 is not what stands in the CSV'],
    [{ csv: `${csv}"x"\r\n` }, 'goes on behind its last signed part'],
    [{ csv: first.asked.text, signatures: parted(first.jws) }, 'The last parts of the export are missing'],
    [{ csv: second.asked.text, signatures: parted(second.jws) }, 'Part 1 does not follow the part before it'],
    [{ signatures: parted(first.jws, second.jws.replace('.ey', '.ez')) }, 'Part 2 is not signed'],
    [{ signatures: 'signatures' }, 'holds no signatures'],
    [{ signers: signed }, 'holds no public keys'],
    [{ signers: '{"keys":[]}' }, 'Part 1 is not signed'],
  ]
  for (const [files, sentence] of wrong) {
    const ended = await judged(files)
    expect(ended, sentence).toMatchObject({ code: 1, out: '', err: expect.stringContaining(sentence) })
    expect(ended.err).not.toMatch(/Ana|denied|record\.read|at .*:\d+/)
  }
  const gone = await begin(['journal', 'verify', join(folder, 'csv'), join(folder, 'nothing'), join(folder, 'signers')]).ended
  expect(gone).toMatchObject({ code: 1, out: '', err: expect.stringContaining('The file of the signatures cannot be read (ENOENT).') })
  expect(await readdir(data)).toEqual([])
}, 120_000)

test('a line about an export that is not understood is told so, exit 2', async () => {
  for (const args of [[], ['prove'], ['verify'], ['verify', 'a', 'b'], ['verify', 'a', 'b', 'c', 'd'], ['verify', 'a', 'b', 'c', '--now']])
    expect(await begin(['journal', ...args]).ended, args.join(' ')).toMatchObject({ code: 2, out: '' })
  expect(await begin(['journal', '--help']).ended).toMatchObject({ code: 0, out: expect.stringContaining('signers.json') })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { type LegacyRow, legacyRows } from './legacy-file.ts'
import { readCheck, readRequest } from './legacy-row.ts'
import { BundleRefused } from './refused.ts'

async function rowsOf(content: string | Buffer): Promise<LegacyRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'legacy-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'x'), content)
  const rows: LegacyRow[] = []
  for await (const row of legacyRows(join(folder, 'x'))) rows.push(row)
  return rows
}

const fault = (cause: unknown) => (cause instanceof BundleRefused ? `${cause.position}: ${cause.reason}` : `a bug: ${cause}`)
const refusalOf = (read: () => unknown) => {
  try {
    read()
  } catch (cause) {
    return fault(cause)
  }
  return 'nothing'
}

test('CSV and JSON lines tell the same rows, whatever stands in their fields, each by the line on which it begins', async () => {
  const text = fc
    .string({ unit: fc.constantFrom('a', '"', ',', '\n', 'ש', '😀', ' ', '{'), maxLength: 12 })
    .filter((one) => one !== '' && !one.includes('\r'))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), async (pairs) => {
      const cell = (one: string) => `"${one.replaceAll('"', '""')}"`
      const csv = ['\ufeffUser_Id,"user crypt"', ...pairs.map((pair) => pair.map(cell).join(','))].join('\r\n')
      const json = pairs.map(([one, other]) => JSON.stringify({ userId: one, user_crypt: other, nothing: null })).join('\n')
      const [fromCsv, fromJson] = [await rowsOf(csv), await rowsOf(json)]
      const said = pairs.map(([one, other]) => [
        ['userid', one],
        ['usercrypt', other],
      ])
      expect(fromCsv.map(({ fields }) => [...fields])).toEqual(said)
      expect(fromJson.map(({ fields }) => [...fields])).toEqual(said)
      expect(fromJson.map(({ line }) => line)).toEqual(pairs.map((_, place) => place + 1))
      expect(fromCsv[0]?.line).toBe(2)
    }),
    { numRuns: 60 },
  )
})

test('what is no row is refused by its line and reason, and nothing of it is repeated', async () => {
  const refused = (content: string | Buffer) => rowsOf(content).then(() => 'nothing', fault)
  expect(await refused('id,x\n1,2\n3,4,canary')).toBe('line 3: has 3 fields, and the header 2')
  expect(await refused('id,ID\n1,2')).toBe('the header: names a column twice')
  expect(await refused('id,x\n1,ca"nary')).toContain('line 2')
  expect(await refused('{"id":1}\n{"id":canary}')).toBe('line 2: is not a JSON object')
  expect(await refused('{"id":1}\n[1]')).toBe('line 2: is not a JSON object')
  expect(await refused('{"user_id":1,"userId":2}')).toBe('line 1: names a field twice')
  expect(await refused(Buffer.from([0x69, 0x64, 0x0a, 0xff, 0xfe]))).toContain('is not UTF-8')
  expect(await refused(`id,x\n1,"${'x'.repeat(1_100_000)}`)).toContain('is longer than')
})

test('a row is read as the format says, and a fault is told by line and column', () => {
  const row = (fields: Record<string, string>): LegacyRow => ({ line: 7, fields: new Map(Object.entries(fields)) })
  const whole = {
    id: '1',
    createdat: '2023-05-01 10:00:00',
    userid: 'u',
    useridentifier: 'pia',
    usercrypt: 'c',
    vendorid: 'v',
    question: 'q',
    channel: 'web',
  }
  expect(readRequest(row(whole))).toEqual({
    line: 7,
    content: { sourceId: '1', userId: 'u', userIdentifier: 'pia', text: 'q', other: [{ name: 'channel', value: 'web' }] },
    vendorId: 'v',
    userCrypt: 'c',
    submittedAt: new Date('2023-05-01T10:00:00Z'),
  })
  for (const [told, instant] of [
    ['2023-05-01T10:00:00+03:00', '2023-05-01T07:00:00.000Z'],
    ['2023-05-01 10:00:00.5+03', '2023-05-01T07:00:00.500Z'],
    ['2023-05-01', '2023-05-01T00:00:00.000Z'],
  ])
    expect(readRequest(row({ ...whole, createdat: told ?? '' })).submittedAt.toISOString(), told).toBe(instant)
  expect(refusalOf(() => readRequest(row({ createdat: '2023-05-01' })))).toBe('line 7: id: is missing')
  for (const createdat of ['yesterday', '2023-13-01', '1066-01-01'])
    expect(
      refusalOf(() => readRequest(row({ ...whole, createdat }))),
      createdat,
    ).toContain('line 7: createdat: is not a time')
  expect(refusalOf(() => readRequest(row({ ...whole, vendorid: 'v'.repeat(61) })))).toContain('line 7: vendorid')
  const check = { id: '1', createdat: '2023-05-01', userid: 'u', result: 'TRUE' }
  expect(readCheck(row(check))).toMatchObject({ label: 'u', outcome: 'member' })
  expect(readCheck(row({ ...check, result: '0', useridentifier: 'pia' }))).toMatchObject({ label: 'pia', outcome: 'not-member' })
  expect(refusalOf(() => readCheck(row({ ...check, result: 'canary' })))).toMatch(/^line 7: result: must be one of (?!.*canary)/)
})

// A saved export is held to what was signed, by node:crypto and the published key alone, and by the operator's own command.
import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer, Client, Given } from '@wardkeep/client'
import { exportedAtOnce } from '@wardkeep/contract/journal.ts'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { hasJwcrypto } from '../../../tests/jwcrypto.ts'
import { aud, drAna, max, mira, pia } from '../../../tests/people.ts'
import { encodeCursor } from '../../platform/cursor.ts'
import { Signers, signPart } from '../../security/vault/index.ts'
import { assign, note, patientOf } from '../records/records.fixture.ts'
import { canonicalPart } from './export-part.ts'
import { type ExportFault, ExportRefused, proveExport, signaturesFormat } from './export-proof.ts'
import { type SavedExport, statementIn, verified } from './journal-export.fixture.ts'

type Filters = NonNullable<NonNullable<Given<'exportEvents'>>['query']>
type Signer = Answer<'signers'>['keys'][number]

const filters: Filters = { action: 'session.read', outcome: 'allowed' }
/** Three parts, the last of ten events. */
const events = 2 * exportedAtOnce + 10

test('[V4.1.5] an export of the journal in parts verifies by node:crypto and the published key alone; a changed byte, a part that is dropped, double, out of order, foreign or cut off, other filters, another account or organisation, a statement of another kind and an altered statement are refused, each by its fault', async () => {
  const { clinic, saved, texts, signers } = await withExport()
  const statements = verified(saved, signers)
  expect(await provenBy(saved, signers)).toMatchObject({ tenantId: clinic.who(max).tenantId, parts: 3, events })
  const { tenantId, userId } = clinic.who(max)
  expect(statements.map(({ count }) => count)).toEqual([exportedAtOnce, exportedAtOnce, 10])
  for (const said of statements) expect(said).toMatchObject({ format: 'wardkeep-journal-part/1', tenantId, by: userId, filters })
  const told = await clinic.events('journal.exported')
  expect(told.map(({ request_id }) => request_id)).toEqual(statements.map(({ requestId }) => requestId))

  const [one = '', two = '', three = ''] = saved.parts
  const [first = '', second = '', third = ''] = texts
  const again = await exportBy(await clinic.as(max), filters)
  const byAnother = await exportBy(await clinic.as(aud), filters)
  const abroad = await exportBy(await clinic.as(mira), {})
  const mixed = await narrowedOnTheWay(clinic)
  const key = new Signers(clinic.keys)
  const payload = Buffer.from(two.split('.')[1] ?? '', 'base64url')
  const said = JSON.parse(payload.toString())
  const tampered: Record<string, [SavedExport, ExportFault]> = {
    'a byte of the text': [{ ...saved, csv: turned(saved.csv, 5000) }, 'text'],
    'the byte order mark': [{ ...saved, csv: saved.csv.subarray(3) }, 'text'],
    'a line out of the text': [{ ...saved, csv: Buffer.from(saved.csv.toString().replace(/\r\n.*\r\n/, '\r\n')) }, 'text'],
    'a line more': [{ ...saved, csv: Buffer.concat([saved.csv, Buffer.from('"x"\r\n')]) }, 'rest'],
    'the text cut off': [{ ...saved, csv: saved.csv.subarray(0, -1) }, 'text'],
    'nothing left': [{ ...saved, csv: Buffer.alloc(0) }, 'text'],
    'the first part dropped': [savedOf([second, third], [two, three]), 'order'],
    'a part dropped': [savedOf([first, third], [one, three]), 'order'],
    'the end dropped': [savedOf([first, second], [one, two]), 'end'],
    'a part double': [savedOf([first, second, second, third], [one, two, two, three]), 'order'],
    'the last part double': [savedOf([first, second, third, third], [one, two, three, three]), 'order'],
    'two parts exchanged': [savedOf([first, third, second], [one, three, two]), 'order'],
    'the texts alone exchanged': [savedOf([first, third, second], saved.parts), 'text'],
    'a part of a later export': [savedOf(texts, [one, again.saved.parts[1] ?? '', three]), 'order'],
    'the end of a later export': [savedOf(texts, [one, ...again.saved.parts.slice(1)]), 'order'],
    'a part of another account': [savedOf(texts, [one, byAnother.saved.parts[1] ?? '', three]), 'order'],
    'an export of another organisation behind this one': [
      savedOf([...texts, ...abroad.texts], [...saved.parts, ...abroad.saved.parts]),
      'order',
    ],
    'other filters on the way': [mixed, 'mixed'],
    'signed as a retraction': [
      savedOf(texts, [one, (await key.signRetraction(tenantId, payload)).jws.replace('..', `.${payload.toString('base64url')}.`), three]),
      'signature',
    ],
    'a record of a doctor': [savedOf(texts, [one, await recordOf(clinic), three]), 'signature'],
    'the filters of a statement': [savedOf(texts, [one, respelt(two, { ...said, filters: {} }), three]), 'signature'],
    'the account of a statement': [savedOf(texts, [one, respelt(two, { ...said, by: clinic.who(aud).userId }), three]), 'signature'],
    'no signature': [savedOf(texts, []), 'signatures'],
  }
  for (const [what, [export_, fault]] of Object.entries(tampered)) {
    expect(() => verified(export_, signers), what).toThrow()
    await expect(provenBy(export_, signers), what).rejects.toMatchObject({ name: 'ExportRefused', fault })
  }
  // The key of another organisation opens nothing of this one.
  const own = signers.filter(({ kid }) => kid === kidOf(one))
  const others = signers.filter(({ kid }) => kid !== kidOf(one))
  expect([own.length, others.length]).toEqual([1, 1])
  expect(verified(saved, own)).toHaveLength(3)
  for (const [export_, keys] of [
    [saved, others],
    [abroad.saved, own],
  ] as const) {
    expect(() => verified(export_, keys)).toThrow()
    await expect(provenBy(export_, keys)).rejects.toMatchObject({ fault: 'signature', part: 1 })
  }
  // Each of the others is whole by itself, so that what was refused was the mixing.
  for (const whole of [again, byAnother, abroad]) expect(verified(whole.saved, signers).length).toBe(whole.texts.length)
})

test('[V4.1.5 part] whatever is turned, cut, moved or put in, wherever it lies, no altered export verifies, and one that is not altered does', async () => {
  const { saved, texts, signers } = await withExport()
  const kinds = fc.constantFrom('turn', 'cut', 'insert', 'turn jws')
  const turns = fc.tuple(kinds, fc.nat(), fc.nat(7)).map(([kind, anywhere, bit]): SavedExport => {
    const at = anywhere % saved.csv.length
    const [before, behind] = [saved.csv.subarray(0, at), saved.csv.subarray(at)]
    if (kind === 'turn') return { ...saved, csv: turned(saved.csv, at, bit) }
    if (kind === 'cut') return { ...saved, csv: before }
    if (kind === 'insert') return { ...saved, csv: Buffer.concat([before, Buffer.from([bit]), behind]) }
    const n = anywhere % saved.parts.length
    const jws = Buffer.from(saved.parts[n] ?? '')
    return { ...saved, parts: saved.parts.with(n, turned(jws, anywhere % jws.length, bit).toString('latin1')) }
  })
  const moves = fc.tuple(fc.array(fc.nat(2), { maxLength: 5 }), fc.boolean()).map(([order, textsToo]): SavedExport => {
    const of = (list: readonly string[]) => order.map((n) => list[n] ?? '')
    return savedOf(textsToo ? of(texts) : texts, of(saved.parts))
  })
  const same = (other: SavedExport) => other.csv.equals(saved.csv) && JSON.stringify(other.parts) === JSON.stringify(saved.parts)
  await fc.assert(
    fc.asyncProperty(fc.oneof(turns, moves), async (other) => {
      const held = await provenBy(other, signers).then(
        () => true,
        (cause: unknown) => (cause instanceof ExportRefused ? false : Promise.reject(cause)),
      )
      expect(held).toBe(same(other))
      if (!held) expect(() => verified(other, signers)).toThrow()
    }),
    { numRuns: 400 },
  )
})

test('what was asked for is in the statement, but of an address only that one was; whose it is stands in no signature', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const asked: Filters = {
    patient: patientOf(clinic, pia),
    actor: clinic.who(drAna).userId,
    from: '2020-01-01T00:00:00+02:00',
    address: '192.0.2.77',
  }
  const { saved } = await exportBy(admin, asked)
  const { keys } = await clinic.stranger().signers()
  const [said] = verified(saved, keys)
  expect(said).toMatchObject({ count: 0, filters: { ...asked, address: true } })
  const index = (await clinic.keep.vault.blindIndex({ tenantId: clinic.who(max).tenantId }, 'address', '192.0.2.77')).toString('hex')
  expect(JSON.stringify(said)).not.toMatch(new RegExp(`192\\.0\\.2|${index}|${max.displayName}`))
  // The names of the columns alone, and signed all the same.
  expect(saved.csv.toString()).toMatch(/^\ufeff"at","action",.*"id"\r\n$/)
})

test('a part is asked for behind another by its cursor alone; a cursor of the list, or one that names no part, is refused', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const { id = '' } = (await admin.listEvents({ query: { limit: 1 } })).items[0] ?? {}
  for (const key of [[id], [id, ''], [id, 'A'.repeat(64)], ['x', '0'.repeat(64)], [id, '0'.repeat(64), id]])
    await expect(admin.exportEvents({ query: { cursor: encodeCursor(key) } })).rejects.toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  // Made up, it is taken, said as it was given, and followed by nobody.
  const { keys } = await clinic.stranger().signers()
  const { text, jws, next } = await admin.exportEvents({ query: { cursor: encodeCursor([id, '0'.repeat(64)]) } })
  expect([statementIn(jws, keys), next]).toMatchObject([{ after: id, previous: '0'.repeat(64), next: null }, null])
  await expect(provenBy(savedOf([text], [jws]), keys)).rejects.toMatchObject({ fault: 'order', part: 1 })
})

test('the published parts are made again byte for byte, and the page on the format names every member that is signed', async () => {
  const { certifier, parts } = published()
  for (const { asked, canonical, jws } of parts) {
    const made = canonicalPart({ ...asked, exportedAt: new Date(asked.exportedAt) })
    expect(made.toString('utf8')).toBe(canonical)
    expect(await signPart(createPrivateKey({ key: certifier.privateKey, format: 'jwk' }), made)).toBe(jws)
  }
  const saved = savedOf(
    parts.map(({ asked }) => asked.text),
    parts.map(({ jws }) => jws),
  )
  const said = verified(saved, [certifier.publicJwk])
  expect(await provenBy(saved, [certifier.publicJwk])).toMatchObject({ parts: 2, events: 3, filters: { address: true } })
  const [, rows = ''] = /The payload is[\s\S]*?\n\| -+ .*\n([\s\S]*?)\n\n/.exec(page()) ?? []
  const named = rows.split('\n').map((row) => /^\| `(\w+)`/.exec(row)?.[1])
  expect(named.toSorted()).toEqual(Object.keys(said[0] ?? {}).toSorted())
})

test('python3-jwcrypto verifies the published export by the program in docs/formats/journal-export.md, and no altered one', async ({
  skip,
}) => {
  skip(!hasJwcrypto(), 'untested: python3-jwcrypto is not installed')
  const { certifier, parts } = published()
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-export-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [program = ''] = /(?<=```python\n)[\s\S]+?(?=```)/.exec(page()) ?? []
  const judged = async (texts: string[], signatures: string[]) => {
    const files = { csv: texts.join(''), signatures: signaturesFile(signatures), signers: JSON.stringify({ keys: [certifier.publicJwk] }) }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return execFileSync('/usr/bin/python3', ['-c', program, ...Object.keys(files)], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  }
  const [texts, signatures] = [parts.map(({ asked }) => asked.text), parts.map(({ jws }) => jws)]
  expect(JSON.parse(await judged(texts, signatures))).toMatchObject({ next: null, count: 1 })
  const [first = '', second = ''] = texts
  const wrong: [string[], string[]][] = [
    [[first, `${second} `], signatures],
    [[first.replace('Ana', 'Eva'), second], signatures],
    [[first], signatures.slice(0, 1)],
    [[second], signatures.slice(1)],
    [[second, first], signatures.toReversed()],
  ]
  for (const [given, by] of wrong) await expect(judged(given, by)).rejects.toThrow('AssertionError')
  await expect(
    judged(
      texts,
      signatures.map((jws) => respelt(jws, { by: 'somebody' })),
    ),
  ).rejects.toThrow('InvalidJWSSignature')
})

/** A clinic whose journal holds three parts of one kind, and an export of them. */
async function withExport() {
  const clinic = await openClinic()
  const { tenantId, userId } = clinic.who(max)
  await clinic.sql(
    `insert into audit_events (tenant_id, id, actor_id, actor_role, via, action, outcome, patient_ids, request_id, who, mac)
     select $1, ('0189' || lpad(to_hex(n), 4, '0') || '-0000-7000-8000-000000000000')::uuid, $2, 'admin', 'session', 'session.read', 'allowed', '{}', gen_random_uuid(),
       (select who from audit_events limit 1), (select mac from audit_events limit 1) from generate_series(1, $3::integer) n`,
    [tenantId, userId, events],
  )
  const exported = await exportBy(await clinic.as(max), filters)
  const { keys: signers } = await clinic.stranger().signers()
  return { clinic, ...exported, signers }
}

async function exportBy(client: Client, query: Filters): Promise<{ saved: SavedExport; texts: string[] }> {
  const [texts, parts]: [string[], string[]] = [[], []]
  let cursor: string | null = null
  do {
    const part: Answer<'exportEvents'> = await client.exportEvents({ query: { ...query, ...(cursor && { cursor }) } })
    texts.push(part.text)
    parts.push(part.jws)
    cursor = part.next
  } while (cursor !== null)
  return { saved: savedOf(texts, parts), texts }
}

/** An export that was narrowed further behind its first part, and so ends early. */
async function narrowedOnTheWay(clinic: Clinic): Promise<SavedExport> {
  const client = await clinic.as(max)
  const first = await client.exportEvents({ query: filters })
  const second = await client.exportEvents({
    query: { ...filters, requestId: '00000000-0000-4000-8000-000000000000', ...(first.next && { cursor: first.next }) },
  })
  expect([second.count, second.next]).toEqual([0, null])
  return savedOf([first.text, second.text], [first.jws, second.jws])
}

/** The signature of a record, with its payload put back in. */
async function recordOf(clinic: Clinic): Promise<string> {
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const { id } = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  await ana.signRecord({ params: { id }, body: {} })
  const { jws, canonical } = await ana.verifyRecord({ params: { id } })
  return jws.replace('..', `.${Buffer.from(canonical).toString('base64url')}.`)
}

function savedOf(texts: readonly string[], parts: readonly string[]): SavedExport {
  return { csv: Buffer.from(texts.join('')), parts }
}

function signaturesFile(parts: readonly string[]): string {
  return JSON.stringify({ format: signaturesFormat, parts })
}

function provenBy({ csv, parts }: SavedExport, keys: readonly Pick<Signer, 'kid' | 'x'>[]) {
  let at = 0
  const next = async (bytes: number) => {
    at += bytes
    return csv.subarray(at - bytes, at)
  }
  return proveExport({ signatures: signaturesFile(parts), signers: JSON.stringify({ keys }), next })
}

function kidOf(jws: string): string {
  return JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString()).kid
}

/** A JWS that says something else under the signature it had. */
function respelt(jws: string, payload: object): string {
  const [head, , signature] = jws.split('.')
  return `${head}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`
}

function turned(bytes: Buffer, at: number, bit = 0): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ (1 << bit)
  return copy
}

function page(): string {
  return readFileSync(new URL('../../../../docs/formats/journal-export.md', import.meta.url), 'utf8')
}

function published(): {
  certifier: { privateKey: Signer & { d: string }; publicJwk: Signer }
  parts: { asked: Omit<Parameters<typeof canonicalPart>[0], 'exportedAt'> & { exportedAt: string }; canonical: string; jws: string }[]
} {
  return JSON.parse(readFileSync(new URL('../../../../docs/formats/vectors/journal-export.json', import.meta.url), 'utf8'))
}

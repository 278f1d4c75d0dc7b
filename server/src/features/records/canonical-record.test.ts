import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalRecord, type SignedVersion } from './canonical-record.ts'

const published = (name: string) => readFileSync(new URL(`../../../../docs/formats/${name}`, import.meta.url), 'utf8')
const { record, canonical } = JSON.parse(published('vectors/record-signature.json'))

test('the published record has the published canonical bytes', () => {
  expect(canonicalRecord(version()).toString('utf8')).toBe(canonical)
})

test('the page on the format names every member that is signed, and no other', () => {
  const [, rows = ''] = /## Signature\n[\s\S]*?\n\| -+ .*\n([\s\S]*?)\n\n/.exec(published('record-signature.md')) ?? []
  const named = rows.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, member]) => member))
  expect(named.sort()).toEqual(Object.keys(record))
})

test('a record without visit and codes says so', () => {
  const { codes: _, ...content } = version().content
  const bare = JSON.parse(canonicalRecord({ ...version(), appointmentId: undefined, content }).toString('utf8'))
  expect(bare).toEqual({ ...record, appointmentId: null, codes: [] })
  const visit = 'b1b8a1f6-5d0e-7f52-9a3c-000000000001'
  expect(JSON.parse(canonicalRecord({ ...version(), appointmentId: visit }).toString('utf8'))).toEqual({ ...record, appointmentId: visit })
})

function version(): SignedVersion {
  const { type, title, sections, codes, author } = record
  return {
    tenantId: record.tenantId,
    id: record.id,
    version: record.version,
    patientId: record.patientId,
    appointmentId: record.appointmentId ?? undefined,
    authorId: author.id,
    createdAt: new Date(record.createdAt),
    writtenAt: new Date(record.updatedAt),
    signedAt: new Date(record.signedAt),
    content: { type, title, sections, codes, author: author.name },
  }
}

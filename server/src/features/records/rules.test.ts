import { describe, expect, test } from 'vitest'
import type { Actor } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { StoredRecord } from './record.ts'
import { mustBeInCare, mustBeShown, whatNext } from './rules.ts'

const at = new Date('2026-03-01T09:00:00Z')
const draft: StoredRecord = {
  id: 'r',
  patientId: 'pia',
  appointmentId: undefined,
  authorId: 'ana',
  state: 'draft',
  confidentiality: 'N',
  close: false,
  version: 1,
  createdAt: at,
  updatedAt: at,
  writtenAt: at,
  assigned: true,
  emergency: false,
  proxied: false,
  content: Sealed.fromDatabase(Buffer.alloc(50)),
  signatures: [],
  addenda: [],
  addsTo: undefined,
  retraction: undefined,
}
const signed: StoredRecord = { ...draft, state: 'signed', signatures: [{ kid: 'k', at }] }
const actor = (role: Actor['role'], ids: Partial<Actor> = {}): Actor => ({
  via: 'session',
  tenantId: 't',
  userId: 'u',
  name: '',
  role,
  ...ids,
})
const ana = actor('doctor', { doctorId: 'ana' })
const idan = actor('doctor', { doctorId: 'idan' })
const pia = actor('patient', { patientId: 'pia' })
const notFound = expect.objectContaining({ code: 'NOT_FOUND' })

describe('even if row security let it through', () => {
  test('a draft is shown to its author and to who runs the organisation alone', () => {
    expect(() => mustBeShown(draft, ana, 'assigned')).not.toThrow()
    expect(() => mustBeShown(draft, actor('admin'), 'organisation')).not.toThrow()
    expect(() => mustBeShown(draft, idan, 'assigned')).toThrow(notFound)
    expect(() => mustBeShown(draft, pia, 'self')).toThrow(notFound)
    expect(() => mustBeShown(signed, pia, 'self')).not.toThrow()
  })

  test('[C24 part] an author without a live care relation writes nothing', () => {
    expect(() => mustBeInCare({ assigned: false })).toThrow(notFound)
    expect(whatNext(ana, { ...draft, assigned: false })).toEqual([])
  })
})

test('what a reader may do next follows from who they are and what state the record is in', () => {
  const admin = actor('admin')
  const gone: StoredRecord = { ...signed, state: 'retracted' }
  expect(whatNext(ana, draft)).toEqual(['update', 'delete', 'sign'])
  expect(whatNext(admin, draft)).toEqual(['update', 'delete'])
  for (const reader of [idan, pia]) expect(whatNext(reader, draft)).toEqual([])
  expect(whatNext(ana, signed)).toEqual(['add', 'retract', 'verify'])
  expect(whatNext(idan, signed)).toEqual(['add', 'verify'])
  expect(whatNext(admin, signed)).toEqual(['retract', 'verify'])
  expect(whatNext(pia, signed)).toEqual(['verify'])
  for (const reader of [ana, idan, pia, admin]) expect(whatNext(reader, gone)).toEqual(['verify'])
  for (const reader of [actor('reception'), actor('auditor')]) expect(whatNext(reader, signed)).toEqual([])
})

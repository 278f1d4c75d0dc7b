// What a privacy officer reviews beside the matrix of roles: every field of a patient, and every record by its state and label, for everybody.
import type { Purpose } from '@wardkeep/contract/audit.ts'
import { patientFields } from '@wardkeep/contract/fields.ts'
import { roles } from '@wardkeep/contract/identity.ts'
import { type Confidentiality, confidentialities } from '@wardkeep/contract/labels.ts'
import { permissions } from '@wardkeep/contract/permissions.ts'
import { expect, test } from 'vitest'
import type { StoredRecord } from '../src/features/records/record.ts'
import { mustBeReleased, mustBeShown, whatNext } from '../src/features/records/rules.ts'
import { fieldPage } from '../src/security/fields/policy.ts'
import type { Actor } from '../src/security/operation.ts'
import { relationOf } from '../src/security/permit.ts'
import { relationsFor } from '../src/security/policy.ts'
import { Sealed } from '../src/security/vault/index.ts'
import { openClinic } from './clinic.ts'
import { aud, drAna, max, pia, rita } from './people.ts'

type Reader = { name: string; actor: Actor; proxied?: boolean; assigned?: boolean; close?: boolean; emergency?: boolean; purpose?: Purpose }

const actor = (role: Actor['role'], more: Partial<Actor> = {}): Actor => ({
  via: 'session',
  tenantId: 't',
  userId: 'u',
  role,
  name: '',
  ...more,
})
const doctor = actor('doctor', { doctorId: 'another' })
const readers: Reader[] = [
  { name: 'patient', actor: actor('patient', { patientId: 'p' }) },
  { name: 'proxy', actor: actor('patient', { patientId: 'other' }), proxied: true },
  { name: 'other patient', actor: actor('patient', { patientId: 'other' }) },
  { name: 'author', actor: actor('doctor', { doctorId: 'author' }), assigned: true, close: true },
  { name: 'doctor by a visit', actor: doctor, assigned: true },
  { name: 'doctor in the team', actor: doctor, assigned: true, close: true },
  { name: 'doctor in an emergency', actor: doctor, assigned: true, close: true, emergency: true },
  { name: 'doctor for billing', actor: doctor, assigned: true, close: true, purpose: 'HPAYMT' },
  { name: 'other doctor', actor: doctor },
  { name: 'admin', actor: actor('admin') },
  { name: 'admin for treatment', actor: actor('admin'), purpose: 'TREAT' },
  { name: 'admin as the patient asked', actor: actor('admin'), purpose: 'PATRQT' },
  { name: 'reception', actor: actor('reception') },
  { name: 'auditor', actor: actor('auditor') },
  { name: 'service', actor: actor('service') },
]

test('[B25][V8.1.2][V8.1.1] the rules of fields, by role, and of records, by state and label, are the reviewed matrix, printed from the pages and rules that decide, and the page of roles tells the same', async () => {
  await expect(`${printFields()}\n${printRecords()}`).toMatchFileSnapshot('fields.matrix.txt')
  const clinic = await openClinic()
  const told = await (await clinic.as(max)).readPolicy()
  expect(told.permissions.map(({ name }) => name)).toEqual([...permissions])
  for (const { name, grants } of told.permissions)
    for (const role of roles) expect(grants.find((grant) => grant.role === role)?.relations ?? []).toEqual(relationsFor(role, name))
  for (const { role, relations, fields } of fieldPage()) {
    const part = told.fields.find((one) => one.role === role && one.relations.join() === relations.join())
    expect(Object.fromEntries(part?.rights.map(({ field, right }) => [field, right]) ?? [])).toEqual(fields)
  }
  for (const reader of [pia, drAna, rita]) await expect((await clinic.as(reader)).readPolicy()).rejects.toMatchObject({ status: 403 })
  expect(await (await clinic.as(aud)).readPolicy()).toEqual(told)
})

function printFields(): string {
  const parts = fieldPage().map((part) => ({ ...part, name: `${part.role} (${part.relations.join(' or ')})` }))
  const head = `${''.padEnd(14)}${parts.map(({ name }) => name.padEnd(34)).join('')}`
  const lines = patientFields.map((field) => `${field.padEnd(14)}${parts.map(({ fields }) => (fields[field] ?? '–').padEnd(34)).join('')}`)
  return [head, ...lines].map((line) => `${line.trimEnd()}\n`).join('')
}

function printRecords(): string {
  const states = (['draft', 'signed'] as const).flatMap((state) => confidentialities.map((label) => ({ state, label })))
  const head = `${'record'.padEnd(28)}${states.map(({ state, label }) => `${state} ${label}`.padEnd(14)).join('')}`
  const lines = readers.map((reader) => `${reader.name.padEnd(28)}${states.map((one) => mayDo(reader, one).padEnd(14)).join('')}`)
  return [head, ...lines].map((line) => `${line.trimEnd()}\n`).join('')
}

function mayDo(reader: Reader, { state, label }: { state: 'draft' | 'signed'; label: Confidentiality }): string {
  const { assigned = false, close = false, emergency = false, proxied = false, purpose } = reader
  const at = new Date(0)
  const record: StoredRecord = {
    id: 'r',
    patientId: 'p',
    appointmentId: undefined,
    authorId: 'author',
    state,
    confidentiality: label,
    version: 1,
    createdAt: at,
    updatedAt: at,
    writtenAt: at,
    assigned,
    emergency,
    close,
    proxied,
    content: Sealed.fromDatabase(Buffer.alloc(0)),
    signatures: [],
    addenda: [],
    addsTo: undefined,
    retraction: undefined,
  }
  const relation = relationOf(reader.actor, 'record.read', { patientId: 'p', authorId: 'author', assigned, emergency, proxied })
  if (relation === undefined) return '–'
  try {
    mustBeShown(record, reader.actor, relation)
    mustBeReleased(record, { actor: reader.actor, purpose }, relation)
  } catch {
    return '–'
  }
  return whatNext(reader.actor, record).includes('update') ? 'change' : 'read'
}

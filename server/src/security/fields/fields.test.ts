// Which field of a patient who is shown, and who changes it: what is answered, what is stored and what the page of rules says are the same.
import { patientFields } from '@wardkeep/contract/fields.ts'
import { roles } from '@wardkeep/contract/identity.ts'
import { relations } from '@wardkeep/contract/permissions.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { openFor } from '../../features/break-glass/break-glass.fixture.ts'
import { linked } from '../../features/proxies/proxies.fixture.ts'
import { assign } from '../../features/records/records.fixture.ts'
import { fieldPage, fieldRulesFor } from './policy.ts'
import { masked, mustMayChange, shaped } from './shape.ts'

const insuranceId = 'IL 4711-0815-77'
const internalNote = 'Canary-Note: pays in cash, ask for the guarantor'
const contact = { email: 'pia@post.example', phone: '+972 3 555 0100', address: 'Canary Street 5' }

/** Everybody who reaches Pia's chart, by the relation by which they do. */
async function everybody() {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  await openFor(clinic, pia, drIdan)
  await linked(clinic)
  const id = clinic.who(pia).patientId ?? ''
  const admin = await clinic.as(max)
  const { version } = await admin.readPatient({ params: { id } })
  await admin.updatePatient({ params: { id }, version, body: { insuranceId, internalNote, contact } })
  const readers = [
    [pia, 'self'],
    [paul, 'proxy'],
    [drAna, 'assigned'],
    [drIdan, 'emergency'],
    [max, 'organisation'],
    [rita, 'organisation'],
  ] as const
  return { clinic, id, readers }
}

test('[F32][V8.2.3] for everybody who reaches a chart, and every field of it, the answer shows, masks or hides it as the page of rules says, alone and in a list', async () => {
  const { clinic, id, readers } = await everybody()
  const whole: Record<string, unknown> = await (await clinic.as(max)).readPatient({ params: { id } })
  expect(whole).toMatchObject({ insuranceId, internalNote, contact })
  for (const [reader, relation] of readers) {
    const client = await clinic.as(reader)
    const rules = fieldRulesFor(reader.role, relation)
    const listed = (await client.listPatients({ query: {} })).items.find((item) => item.id === id)
    for (const answer of [await client.readPatient({ params: { id } }), listed]) {
      const told: Record<string, unknown> = { ...answer }
      for (const field of patientFields) {
        const right = rules[field]
        // Lists leave the note out for everybody: it is opened where one patient is.
        const isThere = right !== undefined && whole[field] !== undefined && !(answer === listed && field === 'internalNote')
        expect(Object.hasOwn(told, field), `${reader.key} ${field}`).toBe(isThere)
        if (isThere)
          expect(told[field], `${reader.key} ${field}`).toEqual(right === 'ending' || right === 'replace' ? '••••5-77' : whole[field])
      }
      expect(answer?.fields).toEqual({
        masked: patientFields.filter((field) => ['ending', 'replace'].includes(rules[field] ?? '')),
        changeable: patientFields.filter((field) => ['change', 'replace'].includes(rules[field] ?? '')),
      })
    }
  }
  const auditor = await clinic.as(aud)
  await expect(auditor.readPatient({ params: { id } })).rejects.toMatchObject({ status: 403 })
})

const written = {
  displayName: 'Pia New',
  contact: { phone: '+972 3 555 0199' },
  language: 'en',
  insuranceId: 'IL 9999',
  internalNote: 'Another',
} as const

test('[F32][V8.2.3][C22 part] every field that somebody may not change is refused by its name, with whatever stands beside it, and nothing of it is stored; what they may change is', async () => {
  const { clinic, id, readers } = await everybody()
  for (const [reader, relation] of readers) {
    const client = await clinic.as(reader)
    const rules = fieldRulesFor(reader.role, relation)
    for (const field of ['displayName', 'contact', 'language', 'insuranceId', 'internalNote'] as const) {
      const stood = await stored(clinic, id)
      const version = Number(stood[0]?.version)
      const asked = client.updatePatient({ params: { id }, version, body: { [field]: written[field] } })
      const mayUpdate = relation === 'self' || relation === 'organisation'
      const may = rules[field] === 'change' || rules[field] === 'replace'
      if (may) {
        const { fields: _, ...answer } = await asked
        expect(answer.version, `${reader.key} ${field}`).toBe(version + 1)
        expect(await stored(clinic, id)).not.toEqual(stood)
        continue
      }
      if (!mayUpdate) await expect(asked, `${reader.key} ${field}`).rejects.toMatchObject({ status: reader.role === 'doctor' ? 403 : 404 })
      else
        await expect(asked, `${reader.key} ${field}`).rejects.toMatchObject({
          status: 403,
          code: 'FIELD_REFUSED',
          errors: [{ field, reason: 'is not changed by your role' }],
        })
      expect(await stored(clinic, id), `${reader.key} ${field}`).toEqual(stood)
    }
  }
  // What may be changed does not carry along what may not.
  const stood = await stored(clinic, id)
  const body = { language: 'he', insuranceId: 'IL 1', internalNote: 'x' }
  await expect((await clinic.as(pia)).updatePatient({ params: { id }, version: Number(stood[0]?.version), body })).rejects.toMatchObject({
    code: 'FIELD_REFUSED',
    errors: [{ field: 'insuranceId' }, { field: 'internalNote' }],
  })
  expect(await stored(clinic, id)).toEqual(stood)
  const [denied] = (await clinic.events('patient.updated')).slice(-1)
  expect(denied).toMatchObject({ outcome: 'denied', reason: 'FIELD_REFUSED', resource_id: id })
})

test('[F32 part] a note of the clinic is sealed, row security shows it to who runs the clinic alone, and taking it away leaves no row', async () => {
  const { clinic, id } = await everybody()
  const [row] = await clinic.sql(`select n::text as whole, encode(n.note, 'hex') as hex from patient_notes n where patient_id = $1`, [id])
  expect(Buffer.from(String(row?.hex), 'hex').toString('latin1')).not.toContain('Canary')
  expect(row?.whole).not.toContain('Canary')
  for (const person of [pia, paul, drAna, drIdan, rita, max, aud]) {
    const shown = await rawNotes(clinic, person)
    expect(shown, person.key).toHaveLength(person === rita || person === max ? 1 : 0)
  }
  const desk = await clinic.as(rita)
  const { version } = await desk.readPatient({ params: { id } })
  const without = await desk.updatePatient({ params: { id }, version, body: { internalNote: '' } })
  expect(without).not.toHaveProperty('internalNote')
  expect(await clinic.sql('select * from patient_notes')).toEqual([])
})

test('[C29] an insurance number is masked for whoever does not need it, no dump and no journal holds it, it is found by the whole of it, and the key of that index opens no chart', async () => {
  const { clinic, id } = await everybody()
  // By hand, whatever the page says.
  for (const reader of [drAna, drIdan, paul, rita])
    expect((await (await clinic.as(reader)).readPatient({ params: { id } })).insuranceId, reader.key).toBe('••••5-77')
  const desk = await clinic.as(rita)
  expect((await desk.listPatients({ query: { insuranceId: 'il4711 0815-77' } })).items.map((item) => item.id)).toEqual([id])
  expect((await desk.listPatients({ query: { insuranceId: 'il4711 0815-7' } })).items).toEqual([])
  const tables = await clinic.sql(
    `select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  )
  expect(tables.length).toBeGreaterThan(20)
  for (const { name } of tables) {
    const [dump] = await clinic.sql(`select coalesce(string_agg(t::text, ' '), '') as all from ${String(name)} t`)
    const text = String(dump?.all)
    const bytes = [...text.matchAll(/\\\\?\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(' ')
    for (const form of ['4711-0815-77', '4711081577', insuranceId]) expect(text + bytes, String(name)).not.toContain(form)
  }
  // Two keys: the one of the index gives the stored token, the one of the chart does not; and neither opens what the other made.
  const { tenantId } = clinic.who(pia)
  const keys = await clinic.keys.tenant(tenantId)
  const chart = await clinic.keys.patient(tenantId, id)
  expect(keys.index.active.key.equals(chart.active.key)).toBe(false)
  expect(keys.index.active.key.equals(keys.wrapping.active.key)).toBe(false)
  const wanted = (await clinic.keep.vault.blindIndex({ tenantId }, 'patient-insurance', 'IL4711081577')).subarray(0, 16)
  expect(await clinic.sql('select 1 from patient_search_tokens where patient_id = $1 and token = $2', [id, wanted])).toHaveLength(1)
})

test('[F32 part] for any role, relation and patient, nothing is shown, masked less or changed that the page does not say, and what it is silent about is hidden', () => {
  const whole = fc.record(
    {
      displayName: fc.string(),
      birthDate: fc.constant('1984-02-29'),
      sex: fc.constantFrom('male' as const, 'female' as const),
      insuranceId: fc.string({ unit: 'binary' }),
      contact: fc.record({ phone: fc.string() }),
      language: fc.constant('he'),
      internalNote: fc.string({ minLength: 1 }),
    },
    { requiredKeys: ['displayName', 'language'] },
  )
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...roles), fc.string()), fc.constantFrom(...relations), whole, (role, relation, patient) => {
      const rules = fieldRulesFor(role, relation)
      if (!fieldPage().some((part) => part.role === role && part.relations.includes(relation))) expect(rules).toEqual({})
      const { fields, ...told } = shaped(rules, patient)
      for (const field of patientFields) {
        const isEmpty = ['', 'und', undefined].includes(Object(told)[field])
        if (rules[field] === undefined) expect(isEmpty).toBe(true)
        if (fields.changeable.includes(field)) expect(() => mustMayChange(rules, { [field]: 1 })).not.toThrow()
        else expect(() => mustMayChange(rules, { [field]: 1 })).toThrow()
      }
      if (fields.masked.includes('insuranceId') && patient.insuranceId !== undefined)
        expect(told.insuranceId).toBe(masked(patient.insuranceId))
      expect(() => mustMayChange(rules, { role: 'admin' })).toThrow()
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const ending = [...masked(value).slice(4)]
      expect(ending.length).toBeLessThanOrEqual(Math.min(4, [...value].length / 3))
      expect(value.endsWith(ending.join(''))).toBe(true)
    }),
  )
})

const stored = (clinic: Clinic, id: string) =>
  clinic.sql(
    `select p.version, p.language, encode(p.profile, 'hex') as profile, (select encode(n.note, 'hex') from patient_notes n where n.patient_id = p.id) as note
     from patients p where p.id = $1`,
    [id],
  )

function rawNotes(clinic: Clinic, person: Person) {
  const { tenantId, userId, patientId, doctorId } = clinic.who(person)
  const context = {
    tenant: tenantId,
    user: userId ?? '',
    role: person.role,
    patient: patientId ?? '',
    doctor: doctorId ?? '',
    now: clinic.clock.now().toISOString(),
  }
  return clinic.sqlAsApp(context, 'select * from patient_notes')
}

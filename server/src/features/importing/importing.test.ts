import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { hanna, max, mira, type Person, pia } from '../../../tests/people.ts'
import { bundleOf, bundleText } from './bundles.fixture.ts'
import { BundleRefused, checkBundle, importBundle, parseBundleText, type Report } from './index.ts'

const names = [
  { id: 'a-1', given: 'שָׂרָה', family: 'בן־דוד' },
  { id: 'a-2', given: 'محمّد', family: 'الأحمد' },
  { id: 'a-3', given: '👩🏽‍⚕️', family: 'Nguyễn' },
  { id: 'a-4', given: 'Ame\u0301lie', family: 'Ame\u0301lie' },
  { id: 'a-5', given: 'Amélie', family: "O'Brien <b>\\" },
]

test('[B122 part][F75 part] a bundle taken in twice is one chart and two events, and taken, left and unchanged add up to its entries both times', async () => {
  const clinic = await openClinic()
  const first = await takeIn(clinic, bundleText('agustin-fonseca'))
  expect(first).toMatchObject({ patients: 1, practitioners: 1, unchanged: 0, taken: { Patient: 1, Practitioner: 1, Observation: 41 } })
  expect(entriesOf(first)).toBe(86)
  const stood = await content(clinic)

  const again = await takeIn(clinic, bundleText('agustin-fonseca'))
  expect(again).toEqual({ patients: 0, practitioners: 0, taken: {}, left: first.left, unchanged: 70 })
  expect(entriesOf(again)).toBe(86)
  expect(await content(clinic)).toEqual(stood)

  const events = await clinic.events('system.imported')
  const [patient] = await clinic.sql('select id from patients where source_index is not null')
  expect(events).toHaveLength(2)
  for (const event of events) expect(event).toMatchObject({ outcome: 'allowed', via: 'system', patient_ids: [patient?.id] })
})

test('of two imports of one file at once, one makes the chart and the other finds it; no key is made in vain', async () => {
  const clinic = await openClinic()
  const both = await Promise.all([1, 2, 3].map(() => takeIn(clinic, bundleText('buster-hoeger'))))
  expect(both.map(({ patients }) => patients).toSorted()).toEqual([0, 0, 1])
  expect(both.map(({ practitioners }) => practitioners).filter((n) => n > 0)).toHaveLength(1)
  const [counted] = await clinic.sql(
    'select (select count(*) from patients where source_index is not null) as charts, (select count(*) from history_entries) as entries',
  )
  expect(counted).toEqual({ charts: '1', entries: String(parseBundleText(bundleText('buster-hoeger')).history.length) })
})

test('names of any script are read back byte for byte', async () => {
  const clinic = await openClinic()
  for (const changes of names) await takeIn(clinic, bundleOf('buster-hoeger', changes))
  const read = (await (await clinic.as(max)).listPatients({ query: { limit: 100 } })).items.map(({ displayName }) => bytes(displayName))
  expect(read).toEqual(expect.arrayContaining(names.map(({ given, family }) => bytes(`${given} ${family}`))))
})

test('an entry tells who made it, for which organisation, and that it was imported', async () => {
  const clinic = await openClinic()
  await takeIn(clinic, bundleText('agustin-fonseca'))
  const admin = await clinic.as(max)
  const patient = (await admin.listPatients({ query: { limit: 100 } })).items.find(({ displayName }) => displayName === 'Agustín Fonseca')
  const { items } = await admin.readHistory({ params: { id: patient?.id ?? '' }, query: { limit: 100 } })
  expect(new Set(items.map(({ source }) => source))).toEqual(new Set(['Miquel Hettinger, SOUTHCOAST HOSPITAL GROUP, INC (FHIR import)']))
  const { items: doctors } = await admin.listDoctors({ query: {} })
  expect(doctors.find(({ displayName }) => displayName === 'Miquel Hettinger')).toMatchObject({ languages: ['en', 'he'], specialties: [] })
})

test('two patients whose entries have the same ids keep each their own, and a practitioner of both is one doctor', async () => {
  const clinic = await openClinic()
  const one = await takeIn(clinic, bundleText('buster-hoeger'))
  const other = await takeIn(clinic, bundleOf('buster-hoeger', { id: 'another', given: 'Another' }))
  expect(other).toMatchObject({ patients: 1, practitioners: 0, unchanged: one.practitioners })
  expect(other.taken).toEqual(Object.fromEntries(Object.entries(one.taken).filter(([type]) => type !== 'Practitioner')))
})

test('the same bundle in two organisations is two charts, and neither sees the other', async () => {
  const clinic = await openClinic()
  await takeIn(clinic, bundleText('buster-hoeger'))
  expect(await takeIn(clinic, bundleText('buster-hoeger'), hanna)).toMatchObject({ patients: 1, unchanged: 0 })
  const seen = async (person: Person) =>
    (await (await clinic.as(person)).listPatients({ query: { limit: 100 } })).items.filter(
      (patient) => patient.displayName === 'Buster Hoeger',
    )
  expect([(await seen(max)).length, (await seen(mira)).length]).toEqual([1, 1])
  expect((await seen(max))[0]?.id).not.toBe((await seen(mira))[0]?.id)
})

test('what the clinic changed in a chart stays, the report says so, and new entries are still added', async () => {
  const clinic = await openClinic()
  const whole = JSON.parse(bundleText('buster-hoeger'))
  const without = {
    ...whole,
    entry: whole.entry.filter(({ resource }: { resource: { resourceType: string } }) => resource.resourceType !== 'Immunization'),
  }
  await takeIn(clinic, JSON.stringify(without))
  const report = await takeIn(clinic, bundleOf('buster-hoeger', { phone: '555-000-0000' }))
  expect(report.taken).toEqual({ Immunization: 4, Organization: expect.any(Number) })
  expect(report.left).toContainEqual({ type: 'Patient', n: 1, why: 'its chart says something else by now, and stays as it is' })
  expect(entriesOf(report)).toBe(66)
})

test('a patient id that means another person is refused before and while it is written, and nothing changes', async () => {
  const clinic = await openClinic()
  await takeIn(clinic, bundleText('buster-hoeger'))
  const stood = await content(clinic)
  const stranger = parseBundleText(bundleOf('buster-hoeger', { birthDate: '1901-01-01' }))
  const { keep } = clinic
  const [to, now] = [destination(clinic), clinic.clock.now()]
  const refused = { position: 'Bundle.entry.resource.ofType(Patient).birthDate' }
  await expect(checkBundle(keep, to, now, stranger, new Map())).rejects.toMatchObject(refused)
  await expect(importBundle(keep, to, now, stranger)).rejects.toMatchObject(refused)
  expect(await content(clinic)).toEqual(stood)
  expect(await clinic.events('system.imported')).toHaveLength(1)

  const seen = new Map<string, string>()
  await checkBundle(keep, to, now, parseBundleText(bundleOf('buster-hoeger', { id: 'new' })), seen)
  const contradicting = parseBundleText(bundleOf('buster-hoeger', { id: 'new', birthDate: '1901-01-01' }))
  await expect(checkBundle(keep, to, now, contradicting, seen)).rejects.toMatchObject(refused)
})

test('a chart whose key was destroyed takes nothing in any more', async () => {
  const clinic = await openClinic()
  await takeIn(clinic, bundleText('buster-hoeger'))
  const [patient] = await clinic.sql('select id from patients where source_index is not null')
  await clinic.keep.vault.shredPatient(clinic.who(pia).tenantId, String(patient?.id))
  await expect(takeIn(clinic, bundleText('buster-hoeger'))).rejects.toThrow(BundleRefused)
})

function destination(clinic: Clinic, person: Person = pia) {
  return { tenantId: clinic.who(person).tenantId, slug: 'here', languages: ['en', 'he'], timeZone: 'Asia/Jerusalem' }
}

function takeIn(clinic: Clinic, text: string, person: Person = pia): Promise<Report> {
  return importBundle(clinic.keep, destination(clinic, person), clinic.clock.now(), parseBundleText(text))
}

function entriesOf({ taken, left, unchanged }: Report): number {
  return [...Object.values(taken), ...left.map(({ n }) => n), unchanged].reduce((sum, n) => sum + n, 0)
}

/** Every row that an import could have written, byte for byte. */
async function content(clinic: Clinic): Promise<unknown> {
  const tables = ['patients', 'doctors', 'history_entries', 'weekly_hours']
  const rows: unknown[] = []
  for (const table of tables) rows.push(await clinic.sql(`select * from ${table} order by tenant_id, id`))
  return rows
}

function bytes(text: string): string {
  return Buffer.from(text).toString('hex')
}

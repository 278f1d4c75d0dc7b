import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { max, mira } from '../../../tests/people.ts'
import { findDestinations, importBundle, parseBundleText } from './index.ts'

const fixture = async (name: string) => parseBundleText(await readFile(new URL(`../../../fixtures/synthea/${name}.json`, import.meta.url)))

test('a bundle becomes a chart with its history, names byte for byte, once: taken in again, also twice at the same moment, it changes nothing', async () => {
  const clinic = await openClinic()
  const [harbour] = await findDestinations(clinic.keep, [clinic.who(max).tenantId], clinic.clock.now())
  if (harbour === undefined) throw new Error('Harbour stands')
  const facts = await fixture('agustin-fonseca')
  const take = () => importBundle(clinic.keep, harbour, clinic.clock.now(), facts)

  const reports = await Promise.all([take(), take()])
  expect(reports.map((report) => report.patients).sort()).toEqual([0, 1])
  const after = await counts(clinic)
  expect(await take()).toMatchObject({ patients: 0, practitioners: 0, taken: {} })
  expect(await counts(clinic)).toEqual(after)
  expect(after).toMatchObject({ history: facts.history.length, doctors: 3 + facts.practitioners.length })

  const admin = await clinic.as(max)
  const { items } = await admin.listPatients({ query: { limit: 100 } })
  const imported = items.find((patient) => patient.displayName === facts.patient.displayName)
  expect(imported).toMatchObject({ birthDate: facts.patient.birthDate, language: facts.patient.language })
  const history = await admin.readHistory({ params: { id: imported?.id ?? '' }, query: { limit: 100 } })
  expect(history.items.map((entry) => entry.code.display).sort()).toEqual(facts.history.map((entry) => entry.code.display).sort())
  expect((await clinic.events('system.imported')).map((event) => event.patient_ids)).toEqual([
    [imported?.id],
    [imported?.id],
    [imported?.id],
  ])
  expect((await (await clinic.as(mira)).listPatients({ query: { limit: 100 } })).items.map((patient) => patient.displayName)).not.toContain(
    facts.patient.displayName,
  )
})

test('a bundle that names another person by a known source id is refused, and nothing of it is taken in', async () => {
  const clinic = await openClinic()
  const [harbour] = await findDestinations(clinic.keep, [clinic.who(max).tenantId], clinic.clock.now())
  if (harbour === undefined) throw new Error('Harbour stands')
  const facts = await fixture('buster-hoeger')
  await importBundle(clinic.keep, harbour, clinic.clock.now(), { ...facts, history: [] })
  const before = await counts(clinic)
  const other = { ...facts, patient: { ...facts.patient, birthDate: '1901-02-03' } }
  await expect(importBundle(clinic.keep, harbour, clinic.clock.now(), other)).rejects.toThrow()
  expect(await counts(clinic)).toEqual(before)
})

async function counts(clinic: Clinic): Promise<Record<string, unknown>> {
  const [row = {}] =
    await clinic.sql(`select (select count(*)::integer from patients) as patients, (select count(*)::integer from doctors) as doctors,
    (select count(*)::integer from history_entries) as history`)
  return row
}

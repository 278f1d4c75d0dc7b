import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, max, type Person, pia } from '../../../tests/people.ts'
import type { Statement } from '../../platform/database.ts'
import { longBundle } from '../importing/bundles.fixture.ts'
import { giveHistory, measurement, takeChart } from './history.fixture.ts'
import { listHistory, listHistoryOfKind } from './store.ts'

type Kind = 'allergy' | 'observation'

test('pages of a long chart follow one another without a gap or a repetition, newest first, of all kinds and of one', async () => {
  const clinic = await openClinic()
  const id = await takeChart(clinic, longBundle(430))
  const all = await readAll(clinic, id)
  expect(all.pages).toEqual([100, 100, 100, 100, 30])
  expect(new Set(all.items.map((entry) => entry.id)).size).toBe(430)
  expect(all.items.map(({ start }) => start)).toEqual(
    all.items
      .map(({ start }) => start)
      .toSorted()
      .toReversed(),
  )
  expect(all.items.at(-1)?.code.display).toBe('The first entry of all')
  const allergies = await readAll(clinic, id, 'allergy')
  expect(allergies.items.map((entry) => entry.id)).toEqual(all.items.filter(({ kind }) => kind === 'allergy').map((entry) => entry.id))
})

test('entries of the same instant, however finely it is told, are each met once', async () => {
  const clinic = await openClinic()
  const bundle = JSON.parse(longBundle(150))
  for (const { resource } of bundle.entry)
    if (resource.resourceType === 'Observation') resource.effectiveDateTime = '2024-03-01T08:00:00.123456789+02:00'
  const id = await takeChart(clinic, JSON.stringify(bundle))
  const { items } = await readAll(clinic, id, 'observation')
  expect(new Set(items.map((entry) => entry.id)).size).toBe(105)
  expect(items[0]?.start).toBe('2024-03-01T08:00:00.123456789+02:00')
})

test('an entry carries the number exactly as it was measured, and a blood pressure both of its numbers', async () => {
  const clinic = await openClinic()
  await giveHistory(clinic, pia, [measurement('2024-01-01', 72.34567890123456), measurement('2024-01-02', 0.1 + 0.2)])
  const { items } = await (await clinic.as(pia)).readHistory({ params: { id: clinic.who(pia).patientId ?? '' }, query: {} })
  expect(items.map(({ numeric }) => numeric?.value)).toEqual([0.30000000000000004, 72.34567890123456])

  const id = await takeChart(clinic, longBundle(8))
  const [pressure] = (await readAll(clinic, id)).items.filter(({ components }) => components)
  expect(pressure).toMatchObject({
    value: '116 / 76 mm[Hg]',
    components: [
      { code: { code: '8462-4' }, numeric: { value: 76, unit: 'mm[Hg]' } },
      { code: { code: '8480-6' }, numeric: { value: 116, unit: 'mm[Hg]' } },
    ],
  })
})

test('a page deep in ten thousand entries is found through an index, of all kinds and of a rare one, by the runtime role', async () => {
  const clinic = await openClinic()
  const id = await takeChart(clinic, longBundle(10_000))
  await clinic.sql('analyze history_entries')
  const deep = { at: new Date('2000-01-01'), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  for (const person of [max, drAna]) {
    for (const [statement, index] of [
      [listHistory(id, deep, 101), 'history_of_patient'],
      [listHistoryOfKind(id, 'report', undefined, 101), 'history_of_patient_by_kind'],
      [listHistoryOfKind(id, 'allergy', deep, 101), 'history_of_patient_by_kind'],
    ] as const) {
      const plan = await planOf(clinic, person, statement)
      expect(plan).toContain(`Index Scan using ${index} on history_entries`)
      expect(plan).not.toMatch(/Sort|Seq Scan/)
    }
  }
}, 60_000)

async function readAll(clinic: Clinic, id: string, kind?: Kind) {
  const admin = await clinic.as(max)
  const items = []
  const pages: number[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await admin.readHistory({ params: { id }, query: { limit: 100, ...(kind && { kind }), ...(cursor && { cursor }) } })
    items.push(...page.items)
    pages.push(page.items.length)
    cursor = page.next
  }
  return { items, pages }
}

async function planOf(clinic: Clinic, person: Person, { text, values }: Statement): Promise<string> {
  const { tenantId, userId, role, doctorId = '' } = clinic.who(person)
  const context = { tenant: tenantId, user: userId, role, doctor: doctorId, now: clinic.clock.now().toISOString() }
  const rows = await clinic.sqlAsApp(
    context,
    `explain ${text}`,
    values.map((value) => (value === undefined ? null : value)),
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

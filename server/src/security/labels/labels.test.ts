// Security labels: who is shown a restricted record, for what, and that nothing about it can be counted by anybody else.
import { randomUUID } from 'node:crypto'
import type { Client } from '@wardkeep/client'
import { type Purpose, purposes } from '@wardkeep/contract/audit.ts'
import { confidentialities } from '@wardkeep/contract/labels.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, type Person, paul, pia } from '../../../tests/people.ts'
import { giveHistory, measurement } from '../../features/patients/history.fixture.ts'
import { linked } from '../../features/proxies/proxies.fixture.ts'
import { assign, note, patientOf, refusalOf } from '../../features/records/records.fixture.ts'
import { isReleased } from './policy.ts'

type Tie = 'appointment' | 'care-team' | 'break-glass'

/** Three signed records of Dr Ana in Pia's chart, one of each label, the youngest the strictest. */
async function withLabels() {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  await linked(clinic)
  const ana = await clinic.as(drAna)
  const ids: Record<string, string> = {}
  for (const confidentiality of confidentialities) {
    const draft = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note, confidentiality } })
    expect(draft.confidentiality).toBe(confidentiality)
    await ana.signRecord({ params: { id: draft.id }, body: {} })
    ids[confidentiality] = draft.id
  }
  return { clinic, ids }
}

/** Ties Dr Idan to Pia by one fact and no other. */
async function tied(clinic: Clinic, source: Tie | undefined): Promise<void> {
  const { tenantId, patientId } = clinic.who(pia)
  const { doctorId } = clinic.who(drIdan)
  await clinic.sql('delete from care_relations where doctor_id = $1', [doctorId])
  if (source === undefined) return
  await clinic.sql(
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     values ($1, $2, $3, $4, $5, $6, tstzrange(now() - interval '1 hour', now() + interval '1 hour'))`,
    [tenantId, randomUUID(), patientId, doctorId, source, randomUUID()],
  )
}

/** Written by hand: who is shown what, for what, and by which tie. */
const expected: { reader: Person; tie?: Tie; purpose?: Purpose; shown: string }[] = [
  { reader: pia, shown: 'NRV' },
  { reader: pia, purpose: 'HPAYMT', shown: 'NRV' },
  { reader: paul, shown: 'N' },
  { reader: paul, purpose: 'PATRQT', shown: 'N' },
  { reader: drAna, shown: 'NRV' },
  { reader: drIdan, tie: 'appointment', shown: 'NR' },
  { reader: drIdan, tie: 'appointment', purpose: 'TREAT', shown: 'NR' },
  { reader: drIdan, tie: 'appointment', purpose: 'HPAYMT', shown: 'N' },
  { reader: drIdan, tie: 'care-team', shown: 'NRV' },
  { reader: drIdan, tie: 'care-team', purpose: 'HRESCH', shown: 'N' },
  { reader: drIdan, tie: 'break-glass', shown: 'NRV' },
  { reader: max, shown: 'N' },
  { reader: max, purpose: 'HOPERAT', shown: 'N' },
  { reader: max, purpose: 'HPAYMT', shown: 'N' },
  { reader: max, purpose: 'TREAT', shown: 'NR' },
  { reader: max, purpose: 'PUBHLTH', shown: 'NR' },
  { reader: max, purpose: 'PATRQT', shown: 'NRV' },
]

test('[F35] a labelled record is withheld without the matching purpose: its reading, its proof, its place in a list, the number of pages and the row itself are as if it never was, and the explanation names the label', async () => {
  const { clinic, ids } = await withLabels()
  const clients = new Map<Person, Client>()
  for (const reader of [pia, paul, drAna, drIdan, max]) clients.set(reader, await clinic.as(reader))
  for (const { reader, tie, purpose, shown } of expected) {
    if (reader === drIdan) await tied(clinic, tie)
    const client = clients.get(reader)
    if (client === undefined) throw new Error('everybody is signed in')
    const what = `${reader.key} ${tie ?? ''} ${purpose ?? ''}`
    const more = purpose ? { purpose } : {}
    const wanted = [...shown].map((label) => ids[label]).toReversed()
    expect(await pagedOneByOne(client, patientOf(clinic, pia), more), what).toEqual({ ids: wanted, pages: wanted.length })
    const never = await refusalOf(client.readRecord({ params: { id: randomUUID() } }, more))
    const neverProven = await refusalOf(client.verifyRecord({ params: { id: randomUUID() }, query: {} }, more))
    for (const label of confidentialities) {
      const params = { id: ids[label] ?? '' }
      if (shown.includes(label)) {
        expect((await client.readRecord({ params }, more)).confidentiality, what).toBe(label)
        expect((await client.verifyRecord({ params, query: {} }, more)).valid, what).toBe(true)
      } else {
        expect(await refusalOf(client.readRecord({ params }, more)), what).toEqual(never)
        expect(await refusalOf(client.verifyRecord({ params, query: {} }, more)), what).toEqual(neverProven)
      }
      const told = await clients.get(max)?.explainAccess({
        query: {
          user: clinic.who(reader).userId,
          action: 'record.read',
          resource: `record:${ids[label]}`,
          ...(purpose && { purpose }),
        },
      })
      expect(told?.allowed, `${what} ${label}`).toBe(shown.includes(label))
      expect(told?.label?.confidentiality).toBe(label === 'N' ? undefined : label)
      if (!shown.includes(label)) expect(told, what).toMatchObject({ reason: 'label' })
    }
  }
})

test('[F35] the page of labels and row security agree for everybody, every purpose, every label and every tie, in records, versions, signatures and imported history', async () => {
  const { clinic } = await withLabels()
  await giveHistory(clinic, pia, [measurement('2024-01-01', 70), measurement('2024-01-02', 71), measurement('2024-01-03', 72)])
  await clinic.sql(
    `update history_entries h set confidentiality = ('{N,R,V}'::text[])[place] from (select id, row_number() over (order by happened_at) as place from history_entries) o where o.id = h.id`,
  )
  const ties: (Tie | undefined)[] = ['appointment', 'care-team', 'break-glass', undefined]
  let asked = 0
  for (const tie of ties) {
    await tied(clinic, tie)
    for (const reader of tie === 'appointment' ? [pia, paul, drAna, drIdan, max] : [drIdan]) {
      for (const purpose of [undefined, ...purposes]) {
        const relation = { pia: 'self', paul: 'proxy', drAna: 'assigned', max: 'organisation' }[reader.key]
        const close = reader === drAna || tie === 'care-team' || tie === 'break-glass'
        const facts = { role: reader.role === 'reception' || reader.role === 'auditor' ? 'nobody' : reader.role, close, purpose } as const
        const by =
          relation === 'self' || relation === 'proxy' || relation === 'assigned' || relation === 'organisation' ? relation : 'assigned'
        const wanted = (author: boolean) =>
          reader === drIdan && tie === undefined
            ? []
            : confidentialities.filter((label) => isReleased(label, { ...facts, relation: by, author }))
        const seen = async (text: string) => (await raw(clinic, reader, purpose, text)).map((row) => row.label)
        const what = `${reader.key} ${tie} ${purpose}`
        expect(await seen('select confidentiality as label from records order by 1'), what).toEqual(wanted(reader === drAna))
        const under = (table: string) =>
          seen(`select r.confidentiality as label from ${table} v join records r on r.id = v.record_id order by 1`)
        expect(await under('record_versions'), what).toEqual(wanted(reader === drAna))
        expect(await under('record_signatures'), what).toEqual(wanted(reader === drAna))
        // Nobody wrote what was imported.
        expect(await seen('select confidentiality as label from history_entries order by 1'), what).toEqual(wanted(false))
        asked += 1
      }
    }
  }
  expect(asked).toBe((5 + 3) * (purposes.length + 1))
}, 60_000)

test('[F35 part] what was imported under a label is in no timeline, no trend and no page for whom it is withheld', async () => {
  const clinic = await openClinic()
  await linked(clinic)
  await giveHistory(clinic, pia, [measurement('2024-01-01', 70), measurement('2024-01-02', 71), measurement('2024-01-03', 72)])
  await clinic.sql(`update history_entries set confidentiality = 'V' where happened_at = '2024-01-02'`)
  const params = { id: patientOf(clinic, pia) }
  for (const [reader, seen] of [
    [pia, 3],
    [paul, 2],
    [max, 2],
  ] as const) {
    const client = await clinic.as(reader)
    const dates: (string | undefined)[] = []
    let cursor: string | undefined
    do {
      const page = await client.readHistory({ params, query: { limit: 1, ...(cursor && { cursor }) } })
      expect(page.items).toHaveLength(1)
      dates.push(...page.items.map((item) => item.start))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(dates).toHaveLength(seen)
    expect((await client.readTrends({ params })).series.flatMap(({ points }) => points)).toHaveLength(seen)
  }
  const asked = await (await clinic.as(max)).readHistory({ params, query: {} }, { purpose: 'PATRQT' })
  expect(asked.items).toHaveLength(3)
})

test('[F35 part] the label is its author’s to set while it is a draft, keeps through a change that names none, and stands with the signature against the database’s owner', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const { id } = await ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } })
  expect((await ana.updateRecord({ params: { id }, version: 1, body: { ...note, confidentiality: 'R' } })).confidentiality).toBe('R')
  const kept = await ana.updateRecord({ params: { id }, version: 2, body: { ...note, title: 'Without a word of it' } })
  expect(kept.confidentiality).toBe('R')
  await ana.signRecord({ params: { id }, body: {} })
  await expect(ana.updateRecord({ params: { id }, version: 3, body: { ...note, confidentiality: 'N' } })).rejects.toMatchObject({
    status: 409,
  })
  await expect(clinic.sql(`update records set confidentiality = 'N' where id = $1`, [id])).rejects.toThrow('the label of a signed record')
  expect((await ana.readRecord({ params: { id } })).confidentiality).toBe('R')
  // The signature is over the text, which carries no label.
  expect((await ana.verifyRecord({ params: { id }, query: {} })).canonical).not.toContain('confidentiality')
})

async function pagedOneByOne(client: Client, patientId: string, more: { purpose?: Purpose }) {
  const ids: string[] = []
  let pages = 0
  let cursor: string | undefined
  do {
    const page = await client.listRecords({ query: { patientId, limit: 1, ...(cursor && { cursor }) } }, more)
    ids.push(...page.items.map(({ id }) => id))
    pages += 1
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return { ids, pages }
}

function raw(clinic: Clinic, person: Person, purpose: Purpose | undefined, text: string) {
  const { tenantId, userId, patientId, doctorId } = clinic.who(person)
  const context = {
    tenant: tenantId,
    user: userId,
    role: person.role,
    patient: patientId ?? '',
    doctor: doctorId ?? '',
    purpose: purpose ?? '',
    now: clinic.clock.now().toISOString(),
  }
  return clinic.sqlAsApp(context, text)
}

import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, max, mira, type Person, paul, pia } from '../../../tests/people.ts'
import { newId, newRequestId } from '../../platform/ids.ts'

const unlike = `select * from (select distinct tenant_id, id, unnest(patient_ids) as patient_id from audit_events) named
  full join audit_patients p on p.tenant_id = named.tenant_id and p.event_id = named.id and p.patient_id = named.patient_id
  where named.id is null or p.event_id is null`

test('each patient whom an event names has one row that leads to it, and no row leads anywhere else; nobody changes one or takes it away', async () => {
  const clinic = await openClinic()
  const [patientId, other] = [pia, paul].map((person) => clinic.who(person).patientId ?? '')
  const [admin, auditor] = await Promise.all([clinic.as(max), clinic.as(aud)])
  await admin.listPatients({ query: {} })
  await Promise.all([admin, await clinic.as(pia)].map((client) => client.readPatient({ params: { id: patientId ?? '' } })))
  await expect((await clinic.as(drAna)).readPatient({ params: { id: other ?? '' } })).rejects.toMatchObject({ status: 404 })
  expect(await clinic.sql(unlike)).toEqual([])
  expect(await rowsIn(clinic)).toBeGreaterThan(3)

  const { items } = await auditor.listEvents({ query: { patient: patientId } })
  const [listed, read] = ['patient.listed', 'patient.read'].map((action) => items.filter((event) => event.action === action))
  expect(listed).toHaveLength(1)
  expect(read).toHaveLength(2)
  const { items: onlyOther } = await auditor.listEvents({ query: { patient: other, action: 'patient.read', outcome: 'allowed' } })
  expect(onlyOther).toEqual([])

  await expect(clinic.sql('delete from audit_patients')).rejects.toThrow()
  await expect(clinic.sql('update audit_patients set event_id = gen_random_uuid()')).rejects.toThrow()
})

test('by raw SQL the rows are read by whom the event would be shown: nobody of another organisation, no doctor, a patient their own', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  await admin.listPatients({ query: {} })
  await (await clinic.as(mira)).listPatients({ query: {} })
  const { tenantId, patientId } = clinic.who(pia)
  const seen = async (person: Person) => {
    const who = clinic.who(person)
    const context = { tenant: who.tenantId, user: who.userId, role: who.role, patient: who.patientId ?? '', doctor: who.doctorId ?? '' }
    return inside(clinic, inject('ground').app, async (app) => {
      await app.query('begin; set local role wardkeep_auditor')
      for (const [name, value] of Object.entries({ ...context, now: clinic.clock.now().toISOString() }))
        await app.query('select set_config($1, $2, true)', [`wardkeep.${name}`, value])
      const { rows } = await app.query('select tenant_id, patient_id from audit_patients')
      return rows.map((row) => `${row.tenant_id} ${row.patient_id}`)
    })
  }
  const ofAdmin = await seen(max)
  expect(new Set(ofAdmin.map((row) => row.split(' ')[0]))).toEqual(new Set([tenantId]))
  expect(new Set(ofAdmin).size).toBeGreaterThan(1)
  const ofOthers = await seen(mira)
  expect(ofOthers.length).toBeGreaterThan(0)
  expect(ofOthers.filter((row) => row.startsWith(tenantId))).toEqual([])
  expect(await seen(drAna)).toEqual([])
  expect(new Set(await seen(pia))).toEqual(new Set([`${tenantId} ${patientId}`]))

  const inHarbour = [tenantId, patientId, newId(clinic.clock.now())]
  const add = 'insert into audit_patients (tenant_id, patient_id, event_id) values ($1, $2, $3)'
  const { tenantId: hilltop } = clinic.who(mira)
  await expect(clinic.sqlAsApp({ tenant: hilltop, role: 'admin', batch: hilltop }, add, inHarbour)).rejects.toMatchObject({ code: '42501' })
  await expect(clinic.sqlAsApp({ tenant: tenantId, role: 'admin' }, 'select * from audit_patients')).rejects.toMatchObject({
    code: '42501',
  })
})

test('with every filter at once each outcome is a question of its own', async () => {
  const clinic = await openClinic()
  const id = clinic.who(pia).patientId ?? ''
  await (await clinic.as(max)).readPatient({ params: { id } })
  const [event] = await clinic.events('patient.read')
  const address = '127.0.0.1'
  const auditor = await clinic.as(aud)
  const from = '2020-01-01T00:00:00.000Z'
  const to = new Date(clinic.clock.now().getTime() + 60_000).toISOString()
  const query = {
    actor: clinic.who(max).userId,
    patient: id,
    action: 'patient.read',
    from,
    to,
    address,
    requestId: String(event?.request_id),
  } as const
  for (const outcome of ['allowed', 'denied', 'failed', 'allowed'] as const) {
    const { items } = await auditor.listEvents({ query: { ...query, outcome } })
    expect(items.map((one) => one.id)).toEqual(outcome === 'allowed' ? [event?.id] : [])
  }
})

test('the migration fills the rows from a journal that stands, of each organisation and each month, one for a patient whom an event names twice', async () => {
  const clinic = await openClinic()
  for (const person of [max, mira]) await (await clinic.as(person)).listPatients({ query: {} })
  const now = clinic.clock.now()
  await clinic.sql(`select prepare_audit_months(($1::timestamptz - interval '14 months')::date, 15)`, [now])
  for (const months of [1, 5, 13]) {
    const at = new Date(now.getTime() - months * 30 * 86_400_000)
    await clinic.sql(
      `insert into audit_events (tenant_id, id, at, actor_role, via, action, outcome, patient_ids, request_id, who, address_index, mac)
       select tenant_id, $1, $2, actor_role, via, action, outcome, patient_ids || patient_ids, $3, who, address_index, mac
       from audit_events where cardinality(patient_ids) > 1 limit 1`,
      [newId(at), at, newRequestId()],
    )
  }
  const [{ named } = { named: 0 }] = await clinic.sql(
    'select count(*)::integer as named from (select distinct tenant_id, id, unnest(patient_ids) from audit_events) one',
  )
  const [{ months } = { months: 0 }] = await clinic.sql(
    'select count(distinct tableoid)::integer as months from audit_events where patient_ids <> $1',
    ['{}'],
  )
  expect(months).toBe(4)
  await again(clinic, await readFile(new URL('../../../migrations/0048_worst_queries.sql', import.meta.url), 'utf8'))
  expect(await rowsIn(clinic)).toBe(named)
  expect(await clinic.sql(unlike)).toEqual([])
  const [{ forced } = { forced: false }] = await clinic.sql(
    `select bool_and(relforcerowsecurity) as forced from pg_class where relname in ('audit_events', 'audit_patients')`,
  )
  expect(forced).toBe(true)
})

async function rowsIn(clinic: Clinic): Promise<number> {
  const [{ rows } = { rows: 0 }] = await clinic.sql('select count(*)::integer as rows from audit_patients')
  return Number(rows)
}

/** Takes away what the migration made, and makes it again as an upgrade does: as the owner, in one transaction. */
async function again(clinic: Clinic, migration: string): Promise<void> {
  await inside(clinic, inject('ground').superuser, async (owner) => {
    await owner.query('begin; set local role wardkeep_owner; drop table audit_patients')
    for (const [, index] of migration.matchAll(/create index (\w+)/g)) await owner.query(`drop index ${index}`)
    await owner.query(migration)
    await owner.query('commit')
  })
}

async function inside<T>(clinic: Clinic, as: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...as, database: clinic.databaseName })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// Drives every endpoint of the contract once and demands the contract's one event.
import { readFile } from 'node:fs/promises'
import { api, type Endpoint } from '@wardkeep/contract'
import { shownBy } from '@wardkeep/contract/audit.ts'
import { expect, inject, test } from 'vitest'
import { Sealed } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, drIdan } from './people.ts'
import { setStage } from './stage.ts'
import { ledTo, refusedStories, stories } from './stories.ts'

test('[F75] every endpoint leaves exactly the one event that its contract names, with who, when, from where, what, on what and how it ended', async () => {
  const stage = await setStage(await openClinic())
  for (const [name, tell] of Object.entries(stories)) {
    const endpoint = endpoints.get(name)
    if (endpoint === undefined) throw new Error(`${name} is not of the contract`)
    const before = await countEvents(stage.clinic)
    await tell(stage)
    const left = (await stage.clinic.events()).slice(before)
    if (endpoint.audit === 'none') {
      expect(left, name).toEqual([])
      continue
    }
    expect(
      left.map((event) => event.action),
      name,
    ).toEqual([endpoint.audit, ...(ledTo.get(name) ?? [])])
    const [event] = left
    expect(event, name).toMatchObject({
      outcome: refusedStories.includes(name) ? 'denied' : 'allowed',
      actor_role: expect.any(String),
      at: expect.any(Date),
    })
    expect(event?.request_id, name).toMatch(/^[0-9a-f-]{36}$/)
    expect(await sealedWho(stage.clinic, event ?? {}), name).toMatchObject({ address: '127.0.0.1', userAgent: 'node' })
    if (endpoint.access !== 'public') expect(event?.rule, name).toMatch(/^(patient|doctor|admin|reception|auditor):[a-z.-]+:[a-z]+$/)
    if (touchesOnePatient(endpoint)) expect(event?.patient_ids, name).toEqual([stage.patientId])
  }
})

test('[F75 part] a refused touch leaves one event as well, which says that it was denied and what it was aimed at', async () => {
  const stage = await setStage(await openClinic())
  const before = await countEvents(stage.clinic)
  await expect(stage.aud.readPatient({ params: { id: stage.patientId } })).rejects.toMatchObject({ status: 403 })
  await expect(stage.max.signRecord({ params: { id: stage.draftId }, body: {} })).rejects.toMatchObject({ status: 403 })
  const idan = await stage.clinic.as(drIdan)
  await expect(idan.readPatient({ params: { id: stage.patientId } })).rejects.toMatchObject({ status: 404 })
  await expect(
    stage.pia.bookAppointment({ body: { doctorId: stage.doctorId, start: '2020-01-01T09:00:00Z', end: '2020-01-01T09:30:00Z' } }),
  ).rejects.toMatchObject({ status: 422 })
  const left = (await stage.clinic.events()).slice(before).filter((event) => event.action !== 'session.signed-in')
  expect(left).toHaveLength(4)
  expect(left.map((event) => [event.action, event.outcome, event.reason])).toEqual([
    ['patient.read', 'denied', 'FORBIDDEN'],
    ['record.signed', 'denied', 'FORBIDDEN'],
    ['patient.read', 'denied', 'NOT_FOUND'],
    ['appointment.booked', 'failed', expect.stringMatching(/TOO_SOON|OUTSIDE_HOURS/)],
  ])
  expect(left[2]).toMatchObject({
    resource_type: 'patient',
    resource_id: stage.patientId,
    actor_id: stage.clinic.who(drIdan).userId,
  })
})

/** Tables with anything of a patient in them. */
const tablesOfPatients =
  /\b(patients|patient_search_tokens|history_entries|appointments|appointment_changes|records|record_versions|record_signatures|audit_events|member_checks|legacy_cases)\b/

test('[B106][B122][C41 part] every read of patients that the database’s own statement log shows is an event of the journal, which names the patients whose data the answer held, the classes of it, and the purpose', async () => {
  const clinic = await openClinic()
  await clinic.sql(`alter database ${clinic.databaseName} set log_statement = 'all'`)
  await (await clinic.cutDatabase()).back()
  const stage = await setStage(clinic)
  const patients = (await clinic.sql('select id from patients')).map((row) => String(row.id))
  const reading = ofPatients().filter(({ endpoint }) => endpoint.method === 'GET')
  expect(reading.length).toBeGreaterThanOrEqual(9)
  // Once before, so that the first plans of so many statements do not outlast a shared batch, whose members are then run again alone.
  for (const { tell } of reading) await tell(stage)
  const logFrom = (await readFile(inject('ground').postgresLog, 'utf8')).length
  const before = await countEvents(clinic)

  const round = () => Promise.all(reading.map(async ({ endpoint, tell }) => ({ endpoint, reply: await tell(stage) })))
  const answers = [...(await round()), ...(await round()), ...(await round())]

  await fetch(`${clinic.url}/api/patients/${stage.patientId}`, {
    headers: { authorization: `Bearer ${await clinic.token(drAna)}`, 'x-purpose-of-use': 'TREAT' },
  })
  const log = (await readFile(inject('ground').postgresLog, 'utf8')).slice(logFrom)
  const events = (await clinic.events()).slice(before)
  const [purposeful] = events.splice(-1)
  expect(purposeful).toMatchObject({ action: 'patient.read', purpose: 'TREAT', patient_ids: [stage.patientId] })
  expect(readsIn(log)).toBe(answers.length + 1)
  expect(events).toHaveLength(answers.length)
  for (const { name, endpoint } of reading) {
    const left = events.filter((event) => event.action === endpoint.audit)
    const shown = answers.filter((answer) => answer.endpoint.audit === endpoint.audit)
    expect(left, name).toHaveLength(shown.length)
    for (const { reply } of shown) {
      const held = patients.filter((id) => JSON.stringify(reply).includes(id))
      for (const event of left) expect(event.patient_ids, name).toEqual(expect.arrayContaining(held))
    }
    for (const event of left) expect(event.fields, name).toEqual(classesOf(endpoint))
  }
})
test('[B106][B122][C41 part] while the journal cannot be written nothing of a patient is answered and nothing is changed', async () => {
  const clinic = await openClinic()
  const stage = await setStage(clinic)
  const state = () =>
    clinic.sql(`select (select json_agg(p) from patients p) as patients, (select json_agg(r) from records r) as records,
      (select json_agg(v) from record_versions v) as versions, (select json_agg(a) from appointments a) as visits`)
  const before = await state()
  await clinic.sql(`create function fails() returns trigger language plpgsql as $$ begin raise 'the journal is full'; end $$`)
  await clinic.sql('create trigger fails before insert on audit_events for each row execute function fails()')
  for (const { name, tell } of ofPatients()) {
    const answer = await tell(stage).then(
      (reply) => ({ reply }),
      (problem: unknown) => ({ status: Object(problem).status, code: Object(problem).code, said: JSON.stringify(problem) }),
    )
    expect(answer, name).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
    expect(JSON.stringify(answer), name).not.toMatch(/Malley|well|journal is full/i)
  }
  expect(await state()).toEqual(before)
})

const endpoints = new Map<string, Endpoint>(Object.entries(api))

/** The endpoints that show or change something of a patient, with their stories. */
function ofPatients() {
  return Object.entries(stories).flatMap(([name, tell]) => {
    const endpoint = endpoints.get(name)
    return endpoint && classesOf(endpoint) ? [{ name, endpoint, tell }] : []
  })
}

function classesOf({ audit }: Endpoint) {
  return audit === 'none' ? undefined : shownBy[audit]
}

/**
 * How often PostgreSQL's log says that somebody's statements touched data of patients: once for each context that was set before them, and
 * once for each statement that ran without one.
 */
function readsIn(log: string): number {
  const touched = new Map<string, boolean>()
  let reads = 0
  for (const [, backend = '', name = '', text = ''] of log.matchAll(
    /\[(\d+)\] LOG: {2}execute ([\w.-]+): ([\s\S]*?)(?=\n\d{4}-\d\d-\d\d |$)/g,
  )) {
    if (name.startsWith('context.')) touched.set(backend, false)
    else if (name === 'audit.border') touched.delete(backend)
    else if (name !== 'audit.write' && tablesOfPatients.test(text) && touched.get(backend) !== true) {
      if (touched.has(backend)) touched.set(backend, true)
      reads += 1
    }
  }
  return reads
}

async function countEvents(clinic: Clinic): Promise<number> {
  return (await clinic.events()).length
}

async function sealedWho(clinic: Clinic, event: Record<string, unknown>): Promise<unknown> {
  const place = { tenantId: String(event.tenant_id), table: 'audit_events', column: 'who', rowId: String(event.id) }
  return Buffer.isBuffer(event.who) ? clinic.keep.vault.open(place, Sealed.fromDatabase(event.who)) : undefined
}

function touchesOnePatient(endpoint: Endpoint): boolean {
  return /^(patient\.(read|updated|history-read|trends-read|access-log-read)|record\.(read|drafted|updated|signed|verified|listed)|appointment\.(read|booked|cancelled)|care-team\.\w+)$/.test(
    endpoint.audit,
  )
}

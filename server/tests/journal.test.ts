import { expect, test } from 'vitest'
import { eventBytes, type JournalEvent } from '../src/security/audit/event.ts'
import { Sealed } from '../src/security/vault/index.ts'
import { openClinic } from './clinic.ts'
import { castPassword, drAna, max, pia } from './people.ts'

test('[B114] an event’s time is the database’s, in UTC milliseconds with a rising number, however wrong the clock of the host is', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  const before = await clinic.sql('select clock_timestamp() as at')
  await patient.me()
  clinic.clock.pass(3 * 86_400)
  await (await clinic.as(pia)).me()
  const after = await clinic.sql('select clock_timestamp() as at')

  const events = await clinic.events('session.read')
  const times = events.map((event) => Number(event.at))
  expect(times.slice(-2).every((time) => time >= Number(before[0]?.at) - 1 && time <= Number(after[0]?.at) + 1)).toBe(true)
  const numbers = events.map((event) => Number(event.sequence))
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(new Set(numbers).size).toBe(numbers.length)
  const [typed] = await clinic.sql(
    `select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = 'audit_events'::regclass and attname = 'at'`,
  )
  expect(typed).toEqual({ type: 'timestamp(3) with time zone' })
  const shown = await (await clinic.as(max)).listEvents({ query: { limit: 5 } })
  for (const event of shown.items) expect(event.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test('[B117] the journal takes only registered action codes, and names the resource', async () => {
  const clinic = await openClinic()
  const { patientId = '' } = clinic.who(pia)
  await (await clinic.as(pia)).readPatient({ params: { id: patientId } })
  const [event = {}] = await clinic.events('patient.read')
  expect(event).toMatchObject({ action: 'patient.read', resource_type: 'patient', resource_id: patientId, resource_version: 1 })

  const columns = 'tenant_id, actor_role, via, outcome, request_id, who, mac'
  const insert = (action: string) =>
    clinic.sql(
      `insert into audit_events (id, action, ${columns}) select gen_random_uuid(), $1, ${columns} from audit_events where id = $2`,
      [action, event.id],
    )
  await expect(insert('patient.peeked')).rejects.toThrow(/invalid input value for enum audit_code/)
  await insert('patient.read')
  const wrongResource = clinic.sql(
    `insert into audit_events (id, action, resource_type, ${columns}) select gen_random_uuid(), 'patient.read', 'Two Words', ${columns} from audit_events where id = $1`,
    [event.id],
  )
  await expect(wrongResource).rejects.toThrow(/check constraint/)
})

test('[F76] a read whose event cannot be written gives no data, a write whose event cannot be written leaves nothing, and both say 503', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  const { patientId = '' } = clinic.who(pia)
  const { doctorId = '' } = clinic.who(drAna)
  const now = clinic.clock.now().getTime()
  const { items } = await patient.readSlots({
    params: { id: doctorId },
    query: { from: new Date(now).toISOString(), to: new Date(now + 7 * 86_400_000).toISOString() },
  })
  const [slot = { start: '', end: '' }] = items.slice(3)
  const events = await clinic.events()

  await clinic.sql('revoke insert on audit_events from wardkeep_app')
  const silent = { status: 503, code: 'UNAVAILABLE' }
  await expect(patient.readPatient({ params: { id: patientId } })).rejects.toMatchObject(silent)
  await expect(patient.listAppointments({ query: {} })).rejects.toMatchObject(silent)
  await expect(patient.bookAppointment({ body: { doctorId, ...slot } })).rejects.toMatchObject(silent)
  await expect(patient.updatePatient({ params: { id: patientId }, version: 1, body: { language: 'es' } })).rejects.toMatchObject(silent)
  await expect(clinic.stranger().login({ body: { login: pia.email, password: castPassword } })).rejects.toMatchObject(silent)
  await expect(patient.readPatient({ params: { id: doctorId } })).rejects.toMatchObject(silent) // a denial must be recorded as well
  expect(await clinic.events()).toEqual(events)
  expect(await clinic.sql('select * from appointments')).toEqual([])
  expect(await clinic.sql('select * from care_relations')).toEqual([])
  expect(await clinic.sql('select version from patients where id = $1', [patientId])).toEqual([{ version: 1 }])

  await clinic.sql('grant insert on audit_events to wardkeep_app')
  expect(await patient.readPatient({ params: { id: patientId } })).toMatchObject({ id: patientId, version: 1 })
  expect((await clinic.events()).length).toBe(events.length + 1)
})

test('[F77 part] the runtime role can only add to the journal: not read, change or remove, and not write for a tenant outside the batch', async () => {
  const clinic = await openClinic()
  await (await clinic.as(pia)).me()
  const { tenantId } = clinic.who(pia)
  const context = { tenant: tenantId, role: 'admin', now: new Date().toISOString() }
  await expect(clinic.sqlAsApp(context, 'select * from audit_events')).rejects.toThrow(/permission denied/)
  await expect(clinic.sqlAsApp(context, `update audit_events set outcome = 'denied'`)).rejects.toThrow(/permission denied/)
  await expect(clinic.sqlAsApp(context, 'delete from audit_events')).rejects.toThrow(/permission denied/)
  await expect(clinic.sql(`update audit_events set outcome = 'denied'`)).rejects.toThrow(/never changed/)
  const values = `values ($1, gen_random_uuid(), 'admin', 'session', 'patient.read', 'allowed', gen_random_uuid(), decode(repeat('00', 60), 'hex'), decode(repeat('00', 32), 'hex'))`
  const insert = `insert into audit_events (tenant_id, id, actor_role, via, action, outcome, request_id, who, mac) ${values}`
  await expect(clinic.sqlAsApp({ ...context, batch: clinic.who(drAna).userId }, insert, [tenantId])).rejects.toThrow(/row-level security/)
  await expect(clinic.sqlAsApp(context, insert, [tenantId])).rejects.toThrow(/row-level security/)
})

test('the HMAC of every stored event verifies over the public format, and not over an altered one', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  await patient.readPatient({ params: { id: clinic.who(pia).patientId ?? '' } })
  for (const row of await clinic.sql('select * from audit_events')) {
    const event = eventOf(row)
    const mac = await clinic.keep.vault.auditMac(event.tenantId, eventBytes(event))
    expect(mac.equals(Buffer.from(Object(row.mac)))).toBe(true)
    const altered = await clinic.keep.vault.auditMac(
      event.tenantId,
      eventBytes({ ...event, outcome: event.outcome === 'denied' ? 'allowed' : 'denied' }),
    )
    expect(altered.equals(mac)).toBe(false)
  }
})

/** A stored row as docs/formats/journal.md reads it. */
function eventOf(row: Record<string, unknown>): JournalEvent {
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]))
  const resourceVersion = row.resource_version === null ? {} : { version: Number(row.resource_version) }
  return {
    tenantId: String(row.tenant_id),
    id: String(row.id),
    actorId: text('actor_id'),
    actorRole: String(row.actor_role),
    via: String(row.via),
    sessionId: text('session_id'),
    action: Object(row.action).toString(),
    outcome: Object(row.outcome).toString(),
    reason: text('reason'),
    rule: text('rule'),
    patientIds: String(row.patient_ids).replaceAll(/[{}]/g, '').split(',').filter(Boolean),
    resource: row.resource_type === null ? null : { type: String(row.resource_type), id: String(row.resource_id), ...resourceVersion },
    fields: Array.isArray(row.fields) ? row.fields.map(String) : null,
    change: row.change === null ? null : Object(row.change),
    purpose: text('purpose'),
    onBehalfOf: text('on_behalf_of'),
    requestId: String(row.request_id),
    who: Sealed.fromDatabase(Object(row.who)),
    addressIndex: row.address_index === null ? null : Object(row.address_index),
  }
}

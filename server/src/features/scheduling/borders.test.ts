import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drOtto, hanna, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { booked, doctorOf, freeTime, freeTimes, patientOf } from './visits.fixture.ts'

describe('[C32] a reference never crosses from one organisation into another', () => {
  const envelope = `decode(repeat('00', 60), 'hex')`
  const inserts: [string, string, Person][] = [
    ['a visit of a foreign patient', visitOf('$2', `'${'DOCTOR'}'`), hanna],
    ['a visit with a foreign doctor', visitOf(`'${'PATIENT'}'`, '$2'), drOtto],
    [
      'hours of a foreign doctor',
      `insert into weekly_hours (tenant_id, id, doctor_id, weekday, from_minute, to_minute, slot_minutes) values (ctx_tenant(), $1, $2, 1, 0, 60, 30)`,
      drOtto,
    ],
    [
      'reach to a foreign patient',
      `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
       values (ctx_tenant(), $1, $2, 'DOCTOR', 'care-team', $1, tstzrange(now(), null))`,
      hanna,
    ],
  ]

  test.each(inserts)('%s is refused by the database itself, and so is one that never was, alike', async (_, text, foreign) => {
    const clinic = await openClinic()
    const real = await refusedBy(clinic, text, idOf(clinic, foreign))
    const none = await refusedBy(clinic, text, randomUUID())
    expect(real.code).toBe('23503')
    expect(real).toEqual(none)
  })

  test('nor does a row for another organisation pass, whatever it says', async () => {
    const clinic = await openClinic()
    const text = visitOf(`'${patientOf(clinic, hanna)}'`, `'${doctorOf(clinic, drOtto)}'`).replace('ctx_tenant()', '$2')
    expect(await refusedBy(clinic, text, clinic.who(drOtto).tenantId)).toMatchObject({ code: '42501' })
  })

  function visitOf(patient: string, doctor: string): string {
    return `insert into appointments (tenant_id, id, patient_id, doctor_id, during, details, booked_at)
      values (ctx_tenant(), $1, ${patient}, ${doctor}, tstzrange('2040-01-01', '2040-01-02'), ${envelope}, now())`
  }
})

describe('[C32][F29 part] what is foreign answers as what never was', () => {
  test('a doctor or patient of another organisation cannot be told from a wrong id by booking', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic, rita)
    const at = async (person: Person, body: Record<string, string>) =>
      answer(clinic, person, 'POST', '/api/appointments', { ...time, ...body })
    expect(await at(pia, { doctorId: doctorOf(clinic, drOtto) })).toEqual(await at(pia, { doctorId: randomUUID() }))
    expect(await at(pia, { patientId: patientOf(clinic, paul) })).toEqual(await at(pia, { patientId: randomUUID() }))
    expect(await at(rita, { patientId: patientOf(clinic, hanna) })).toEqual(await at(rita, { patientId: randomUUID() }))
    expect(await at(rita, { patientId: randomUUID() })).toMatchObject({ status: 404, said: expect.stringContaining('NOT_FOUND') })
  })

  test('nor can a visit, by reading or cancelling, by anybody but those it concerns', async () => {
    const clinic = await openClinic()
    const { id } = await booked(clinic)
    for (const person of [paul, hanna, drOtto]) {
      const of = async (visit: string) => [
        await answer(clinic, person, 'GET', `/api/appointments/${visit}`),
        await answer(clinic, person, 'POST', `/api/appointments/${visit}/cancellation`, { reason: 'other' }),
      ]
      const real = await of(id)
      expect(real).toEqual(await of(randomUUID()))
      expect(real).toMatchObject([{ status: 404 }, { status: 404 }])
    }
  })

  test('[F26 part] under the runtime role, rows of another organisation are not there', async () => {
    const clinic = await openClinic()
    await booked(clinic)
    const otto = clinic.who(drOtto)
    const context = { tenant: otto.tenantId, user: otto.userId, role: 'admin', now: clinic.clock.now().toISOString() }
    const harbour = clinic.who(pia).tenantId
    for (const table of ['appointments', 'appointment_changes', 'weekly_hours', 'doctors', 'patients', 'care_relations', 'busy_times']) {
      expect(await clinic.sqlAsApp(context, `select 1 from ${table} where tenant_id = $1`, [harbour]), table).toEqual([])
    }
    expect(await clinic.sqlAsApp({}, 'select 1 from busy_times')).toEqual([])
  })

  test('a colleague’s calendar says when, never who', async () => {
    const clinic = await openClinic()
    const { start } = await booked(clinic)
    expect((await freeTimes(clinic, paul)).map((time) => time.start)).not.toContain(start)
    const columns = await clinic.sql(`select column_name from information_schema.columns where table_name = 'busy_times' order by 1`)
    expect(columns.map((column) => column.column_name)).toEqual(['doctor_id', 'ends_at', 'starts_at', 'tenant_id'])
  })
})

function idOf(clinic: Clinic, person: Person): string {
  return clinic.who(person).doctorId ?? clinic.who(person).patientId ?? ''
}

/** What the database says to an insert under the runtime role, as who runs Harbour; the id in its detail aside. */
async function refusedBy(clinic: Clinic, text: string, id: string) {
  const { tenantId, userId } = clinic.who(rita)
  const context = { tenant: tenantId, user: userId, role: 'admin', now: clinic.clock.now().toISOString() }
  const whole = text.replace('DOCTOR', doctorOf(clinic, drAna)).replace('PATIENT', patientOf(clinic, pia))
  const cause = await clinic.sqlAsApp(context, whole, [randomUUID(), id]).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(cause instanceof pg.DatabaseError)) throw new Error('the database let it pass', { cause })
  return { code: cause.code, constraint: cause.constraint, message: cause.message, detail: cause.detail?.replace(id, 'ID') }
}

/** The whole answer but for its request id and what is left of a limit, headers included. */
async function answer(clinic: Clinic, person: Person, method: string, path: string, body?: unknown) {
  const headers = {
    authorization: `Bearer ${await clinic.token(person)}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const reply = await fetch(clinic.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const said = await reply.text()
  const id = reply.headers.get('x-request-id') ?? ''
  const named = [...reply.headers].filter(([name]) => !['date', 'x-request-id', 'content-security-policy', 'ratelimit'].includes(name))
  expect(said).toContain(id)
  return { status: reply.status, said: said.replace(id, ''), headers: named }
}

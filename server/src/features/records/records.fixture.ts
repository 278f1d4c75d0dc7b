import { randomUUID } from 'node:crypto'
import { Problem } from '@wardkeep/client'
import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import type { Person } from '../../../tests/people.ts'

export const note = {
  type: 'visit-note' as const,
  title: 'Follow-up after bronchitis',
  sections: [{ heading: 'Subjective', text: 'Cough better since Tuesday.\nNo fever.' }, { text: 'ריאות נקיות. 👩🏽‍⚕️' }],
  codes: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J40', display: 'Bronchitis' }],
}

/** Puts a doctor into a patient's care team from an hour ago on, by raw SQL. */
export async function assign(clinic: Clinic, doctor: Person, patient: Person): Promise<void> {
  const { tenantId, patientId } = clinic.who(patient)
  await clinic.sql(
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     values ($1, $2, $3, $4, 'care-team', $5, tstzrange(now() - interval '1 hour', null))`,
    [tenantId, randomUUID(), patientId, clinic.who(doctor).doctorId, randomUUID()],
  )
}

/** Ends every care relation of a patient. */
export async function endCare(clinic: Clinic, patient: Person): Promise<void> {
  await clinic.sql(
    "update care_relations set during = tstzrange(lower(during), lower(during) + interval '1 second') where patient_id = $1",
    [clinic.who(patient).patientId],
  )
}

/** A visit in the books, by raw SQL. */
export async function bookedVisit(clinic: Clinic, doctor: Person, patient: Person): Promise<string> {
  const id = randomUUID()
  const { tenantId, patientId } = clinic.who(patient)
  const start = await clinic.sql('select count(*)::integer as visits from appointments')
  await clinic.sql(
    `with hour as (select date_trunc('day', now()) + interval '90 days' + interval '1 hour' * $5::integer as t),
       taken as (
         insert into occupancies (tenant_id, holder_id, resource_id, during)
         select $1::uuid, $2::uuid, $4::uuid, tstzrange(t, t + interval '30 minutes') from hour returning during)
     insert into appointments (tenant_id, id, patient_id, doctor_id, during, details, booked_at)
     select $1, $2, $3, $4, during, decode(repeat('00', 50), 'hex'), now() from taken`,
    [tenantId, id, patientId, clinic.who(doctor).doctorId, start[0]?.visits],
  )
  return id
}

export const patientOf = (clinic: Clinic, patient: Person): string => clinic.who(patient).patientId ?? ''

/** Lets calls about one record start together: its row is held until all of them wait for it, so none is done before another has begun. */
export async function racing<T>(clinic: Clinic, recordId: string, calls: (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
  await clinic.sql('begin')
  await clinic.sql('select from records where id = $1 for update', [recordId])
  const settled = Promise.allSettled(calls.map((call) => call()))
  await expect.poll(() => waiting(clinic), { timeout: 10_000 }).toBe(calls.length)
  await clinic.sql('commit')
  return settled
}

async function waiting(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sqlAsApp(
    {},
    `select count(*)::integer as sessions from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.sessions
}

/** What a refused caller can see of the refusal, the request's id apart. */
export async function refusalOf(call: Promise<unknown>) {
  const caught = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (!(caught instanceof Problem)) throw new Error('expected a refusal', { cause: caught })
  const { status, code, title, detail, errors } = caught
  return { status, code, title, detail, errors }
}

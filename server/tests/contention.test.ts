// What PostgreSQL undoes because two wait for each other, or cannot be put in an order, is done anew, and never a failure of ours.
import { expect, test } from 'vitest'
import { booked } from '../src/features/scheduling/visits.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, pia } from './people.ts'

test('a request that PostgreSQL undoes because it and another wait for each other is done anew, once and with one event', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic, pia, drAna)
  const client = await clinic.as(pia)
  // The other one would wait an hour before it looked for a ring: so it is the request that is undone.
  await clinic.sql(`set deadlock_timeout = '1h'`)
  await clinic.sql('begin')
  await clinic.sql('select from users where id = $1 for update', [clinic.who(pia).userId])
  const cancelling = client.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
  await expect.poll(() => waiting(clinic), { timeout: 10_000 }).toBe(1)
  await clinic.sql('select from appointments where id = $1 for update', [visit.id])
  await clinic.sql('commit')
  expect(await cancelling).toMatchObject({ id: visit.id, status: 'cancelled' })
  expect(await clinic.events('appointment.cancelled')).toMatchObject([{ outcome: 'allowed' }])
  expect(await clinic.sql('select from appointment_changes where appointment_id = $1', [visit.id])).toHaveLength(1)
  // A connection tells its counts when it is at rest.
  await expect.poll(() => undone(clinic), { timeout: 20_000 }).toBe(1)
}, 30_000)

test.each([
  ['40P01', 3],
  ['40001', 3],
  // Past its time: who waits already is not made to wait thrice as long.
  ['57014', 1],
  ['25P03', 1],
])(
  'where it is undone each time (%s), the caller is told to come again in a moment, nothing has changed, and the event says so',
  async (state, tries) => {
    const clinic = await openClinic()
    const visit = await booked(clinic, pia, drAna)
    await clinic.sql(`create sequence tried; grant usage on sequence tried to wardkeep_app;
      create function undo() returns trigger language plpgsql as $$ begin perform nextval('tried'); raise 'undone' using errcode = '${state}'; end $$;
      create trigger undo before insert on appointment_changes for each row execute function undo()`)
    const answer = await fetch(`${clinic.url}/api/appointments/${visit.id}/cancellation`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await clinic.token(pia)}`, 'content-type': 'application/json' },
      body: '{"reason":"patient-request"}',
    })
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([503, '2', { code: 'UNAVAILABLE' }])
    expect(await clinic.sql('select last_value::integer as tries from tried')).toEqual([{ tries }])
    expect(await clinic.sql('select cancelled_at from appointments where id = $1', [visit.id])).toEqual([{ cancelled_at: null }])
    expect(await clinic.events('appointment.cancelled')).toMatchObject([{ outcome: 'failed', reason: 'UNAVAILABLE' }])
  },
)

async function waiting(clinic: Clinic): Promise<unknown> {
  const text = `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return (await clinic.sqlAsApp({}, text))[0]?.n
}

/** How many rings of waiting PostgreSQL broke in this database. */
async function undone(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sql(
    'select pg_stat_force_next_flush(), deadlocks::integer as n from pg_stat_database where datname = current_database()',
  )
  return row?.n
}

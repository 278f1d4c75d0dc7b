// Reads that share a batch: nobody sees another's row, the journal counts exactly, and each harms only itself.
import type { Client } from '@wardkeep/client'
import fc from 'fast-check'
import { expect, inject, onTestFinished, test } from 'vitest'
import { Coalescer, type Member } from '../src/platform/coalescer.ts'
import { Connections, type Statement, sql } from '../src/platform/database.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, drIdan, drOtto, hanna, max, mira, type Person, paul, pia, rita } from './people.ts'

test('[T33 part] in any mix of callers of several organisations everybody is answered as if alone, and the journal counts exactly', async () => {
  const clinic = await openClinic()
  const callers = await Promise.all(
    [pia, paul, hanna, drAna, drIdan, drOtto, max, mira, rita].map(async (person) => ({ person, client: await clinic.as(person) })),
  )
  await careFor(clinic, drAna, pia)
  await careFor(clinic, drOtto, hanna)
  const patients = [pia, paul, hanna].map((person) => clinic.who(person).patientId ?? '')
  const asked = callers.flatMap((caller) => patients.map((patientId) => ({ ...caller, patientId })))
  const alone = new Map<string, unknown>()
  for (const { person, client, patientId } of asked) alone.set(`${person.key} ${patientId}`, await answer(client, patientId))
  expect([...alone.values()].filter((reply) => reply !== 404)).toHaveLength(3 + 2 + 2 + 1 + 2) // patients themselves, doctors in care, Max and Rita both of Harbour's, Mira the one of Hilltop

  let total = 0
  const before = (await clinic.events('patient.read')).length
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...asked), { minLength: 20, maxLength: 120 }), async (calls) => {
      const answers = await Promise.all(calls.map(({ client, patientId }) => answer(client, patientId)))
      for (const [place, { person, patientId }] of calls.entries()) expect(answers[place]).toEqual(alone.get(`${person.key} ${patientId}`))
      total += calls.length
    }),
    { numRuns: 20 },
  )

  const events = (await clinic.events('patient.read')).slice(before)
  expect(events).toHaveLength(total)
  for (const { person, patientId } of asked) {
    const { userId, tenantId } = clinic.who(person)
    const here = events.filter((event) => event.actor_id === userId && event.resource_id === patientId)
    const allowed = alone.get(`${person.key} ${patientId}`) !== 404
    expect(here.every((event) => event.tenant_id === tenantId && (event.outcome === 'allowed') === allowed)).toBe(true)
  }
  const counts = await clinic.sql(`select sum(requests)::integer as n from request_counts where subject_id <> tenant_id`)
  const counted = await clinic.sql(`select count(*)::integer as n from audit_events where actor_id is not null`)
  expect(counts).toEqual(counted)
})

test('a session that ends between two reads of one batch’s members is refused at once, its neighbours are answered', async () => {
  const clinic = await openClinic()
  const [ended, living] = await Promise.all([clinic.as(pia), clinic.as(paul)])
  await Promise.all([ended.me(), living.me()])
  await clinic.sql(`update sessions set ended_at = now() where user_id = $1`, [clinic.who(pia).userId])
  const results = await Promise.allSettled([living.me(), ended.me(), living.me(), ended.listPatients({ query: {} })])
  expect(results.map((result) => (result.status === 'fulfilled' ? 200 : Object(result.reason).status))).toEqual([200, 401, 200, 401])
})

test('[B20 part][F20 part][V8.3.2] a doctor who is disabled or becomes somebody else is so on the next request, in the middle of shared reads', async () => {
  const clinic = await openClinic()
  await careFor(clinic, drAna, pia)
  const [ana, patient] = await Promise.all([clinic.as(drAna), clinic.as(pia)])
  const patientId = clinic.who(pia).patientId ?? ''
  expect(await answer(ana, patientId)).not.toBe(404)
  await clinic.sql(`update users set role = 'reception', doctor_id = null where id = $1`, [clinic.who(drAna).userId])
  const [own, demoted] = await Promise.all([
    answer(patient, patientId),
    ana.readHistory({ params: { id: patientId }, query: {} }).catch((problem) => Object(problem).status),
  ])
  expect(own).not.toBe(404)
  expect(demoted).toBe(403)
  await clinic.sql(`update users set active = false where id = $1`, [clinic.who(drAna).userId])
  await expect(ana.me()).rejects.toMatchObject({ status: 401 })
})

test('a member whose statement fails, or whose judge throws, fails alone', async () => {
  const { coalescer, closed } = await open()
  const results = await Promise.allSettled([
    coalescer.submit(reading('a', one(1))),
    coalescer.submit(reading('b', sql('bench.fail', 'select 1 / $1::integer as n', [0]))),
    coalescer.submit(reading('c', one(3))),
    coalescer.submit({
      ...reading('d', one(4)),
      judge: () => {
        throw new Error('a bug of one')
      },
    }),
    coalescer.submit(reading('e', one(5))),
  ])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
  expect(closed()).toEqual(['a', 'c', 'e'])
})

test('a slow member keeps nobody waiting: the batch is cancelled, and all run alone', async () => {
  const { coalescer } = await open({ lanes: 1, most: 64, patience: 100 })
  const order: string[] = []
  const slow = coalescer.submit(reading('slow', sql('bench.sleep', 'select 1 as n from pg_sleep(1.5)'))).then(() => order.push('slow'))
  const quick = [1, 2, 3].map((n) => coalescer.submit(reading(`quick ${n}`, one(n))).then(() => order.push('quick')))
  await Promise.all(quick)
  const late = coalescer.submit(reading('late', one(9))).then(() => order.push('late'))
  await Promise.all([slow, late])
  expect(order).toEqual(['quick', 'quick', 'quick', 'late', 'slow'])
})

test('the signal that cancels a slow batch never meets the read that comes after it on the same connection', async () => {
  const { coalescer, connections, clinic } = await open({ lanes: 1, most: 64, patience: 20 })
  const writers = holdWriters(connections) // the signal has to wait for one of them
  await writers.held
  const asleep = (name: string) => async () =>
    (
      await clinic.sql(`select 1 from pg_stat_activity where wait_event = 'PgSleep' and query like $1 and datname = current_database()`, [
        `%${name}%`,
      ])
    ).length
  const shared = [1, 2].map((n) => coalescer.submit(reading(`shared ${n}`, sql('bench.short', 'select 1 as short from pg_sleep(0.1)'))))
  await expect.poll(asleep('short')).toBe(1)
  await expect.poll(asleep('short')).toBe(0)
  const next = coalescer.submit(reading('next', sql('bench.long', 'select 1 as long from pg_sleep(0.6)')))
  const early = await expect
    .poll(asleep('long'), { timeout: 300 })
    .toBe(1)
    .then(
      () => true,
      () => false,
    )
  writers.release()
  await Promise.all([...shared, next])
  expect(early).toBe(false)
})

test('a connection that dies under a batch costs its members nothing but a second try', async () => {
  const { coalescer, sqlOf } = await open({ lanes: 1, most: 64, patience: 30_000 })
  const sleeping = coalescer.submit(reading('a', sql('bench.dying', 'select 1 as n from pg_sleep(0.4)')))
  const others = [2, 3].map((n) => coalescer.submit(reading(`b${n}`, one(n))))
  await expect
    .poll(async () => (await sqlOf(`select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`)).length)
    .toBe(1)
  await sqlOf(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`)
  await Promise.all([sleeping, ...others])
})

test('an unfair neighbour waits for itself: one read of somebody else is in the next batch, however long the queue', async () => {
  const { coalescer } = await open({ lanes: 1, most: 10, patience: 5000 })
  const order: string[] = []
  const greedy = Array.from({ length: 300 }, (_, n) => coalescer.submit(reading('greedy', one(n))).then(() => order.push('greedy')))
  const modest = coalescer.submit(reading('modest', one(1))).then(() => order.push('modest'))
  await Promise.all([...greedy, modest])
  expect(order.indexOf('modest')).toBeLessThan(20)
})

test('a read whose caller has left is not sent; the others are', async () => {
  const { coalescer, closed } = await open()
  const gone = coalescer.submit({ ...reading('gone', one(1)), gone: () => true })
  const stays = coalescer.submit(reading('stays', one(2)))
  await expect(gone).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await stays
  expect(closed()).toEqual(['stays'])
})

test('writers who hold every connection of theirs do not keep readers waiting', async () => {
  const { coalescer, connections } = await open()
  const writers = holdWriters(connections)
  await coalescer.submit(reading('reader', one(1)))
  writers.release()
  await writers.done
})

/** Every connection of the writers inside a transaction, until they are released. */
function holdWriters(connections: Connections): { held: Promise<unknown>; release(): void; done: Promise<unknown> } {
  const { promise: end, resolve: release } = Promise.withResolvers<void>()
  const writers = Array.from({ length: 6 }, () => {
    const begun = Promise.withResolvers<void>()
    const done = connections.transact([], async () => {
      begun.resolve()
      await end
      return { value: null, close: [] }
    })
    return { begun: begun.promise, done }
  })
  const all = (promises: Promise<unknown>[]) => Promise.all(promises)
  return { held: all(writers.map(({ begun }) => begun)), release, done: all(writers.map(({ done }) => done)) }
}

type Reading = Member & { name: string }

function reading(name: string, statement: Statement): Reading {
  return { name, key: name.split(' ')[0] ?? name, statements: [statement], judge: () => {} }
}

function one(n: number): Statement {
  return sql('bench.one', 'select $1::integer as n', [n])
}

async function open(options = { lanes: 1, most: 64, patience: 400 }) {
  // A database of its own: a session inside the template would make every clone of it wait.
  const clinic = await openClinic()
  const connections = new Connections({ ...inject('ground').app, database: clinic.databaseName }, 6)
  const closings: string[] = []
  const coalescer = new Coalescer<Reading>(
    connections,
    (members) => {
      closings.push(...members.map((member) => member.name))
      return []
    },
    options,
  )
  onTestFinished(() => connections.close())
  return {
    coalescer,
    connections,
    clinic,
    closed: () => [...new Set(closings)].sort(),
    sqlOf: async (text: string) => (await connections.batch([{ name: text.slice(0, 60), text, values: [] }]))[0],
  }
}

async function answer(client: Client, patientId: string): Promise<unknown> {
  return client.readPatient({ params: { id: patientId } }).catch((problem: unknown) => Object(problem).status)
}

async function careFor(clinic: Clinic, doctor: Person, patient: Person): Promise<void> {
  await clinic.sql(
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     values ($1, gen_random_uuid(), $2, $3, 'care-team', gen_random_uuid(), tstzrange(now() - interval '1 day', now() + interval '1 day'))`,
    [clinic.who(patient).tenantId, clinic.who(patient).patientId, clinic.who(doctor).doctorId],
  )
}

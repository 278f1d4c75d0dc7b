// `node bench/routing.ts [--doctors 10000] [--cases 100000] [--rounds 50] [--plans]`: how long a routing decision takes over a roster with open cases:
// the rules alone, what they are read from, and the whole of it, decided and stored in one transaction. Prints the rows of the page's table.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { sealContent } from '../server/src/features/cases/envelopes.ts'
import { candidateIn, listRoster, rosterIn } from '../server/src/features/cases/roster-store.ts'
import { route } from '../server/src/features/cases/routing-actions.ts'
import { decideToKeep } from '../server/src/features/cases/routing-kept-rules.ts'
import { caseIn, findCase } from '../server/src/features/cases/store.ts'
import { Connections } from '../server/src/platform/database.ts'
import { newId } from '../server/src/platform/ids.ts'
import { Recorder } from '../server/src/security/audit/recorder.ts'
import { Database } from '../server/src/security/database.ts'
import { systemOperation } from '../server/src/security/operation.ts'
import { newRootKeyText, openKeyStore, parseRootKey, Vault } from '../server/src/security/vault/index.ts'
import { openOwnPostgres } from './own-postgres.ts'

const { values } = parseArgs({
  options: {
    doctors: { type: 'string', default: '10000' },
    cases: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '50' },
    plans: { type: 'boolean', default: false },
  },
})
const [doctors, open, rounds] = [values.doctors, values.cases, values.rounds].map(Number)
const wanted = { language: 'he', specialty: 'Dermatology', pool: 'bench' }
const warmUp = 3

const postgres = await openOwnPostgres()
const superuser = new pg.Client(postgres.options('postgres'))
const connections = new Connections(postgres.options('wardkeep_app'), 4)
try {
  await superuser.connect()
  const rootKey = parseRootKey(newRootKeyText())
  const vault = new Vault(await openKeyStore({ folder: join(postgres.folder, 'keys'), rootKey }))
  const db = new Database(connections, new Recorder(vault), async () => undefined)
  const keep = { vault, db, publicUrl: 'https://bench.example', mails: false }
  const tenantId = newId(new Date())
  await vault.createTenant(tenantId)
  await makeRoster(tenantId)
  const ids = await Promise.all(Array.from({ length: Number(rounds) + warmUp }, () => addCase(keep, tenantId)))
  await superuser.query('vacuum analyze')

  const operation = () => {
    const op = systemOperation(tenantId, 'bench', 'case.routed', new Date())
    op.trace.admitted('system:bench')
    return op
  }
  const times = { read: [] as number[], rules: [] as number[], whole: [] as number[] }
  for (const [turn, id] of ids.entries()) {
    const counted = turn >= warmUp
    const [rows, read] = await timed(() => db.transact(operation(), (tx) => tx.runAll(listRoster())))
    const candidates = rosterIn(...rows).map(candidateIn)
    const [, rules] = await timed(async () => decideToKeep({ wanted, passedBy: [], candidates }))
    const [row] = await db.transact(operation(), (tx) => tx.run(findCase(id)))
    if (row === undefined) throw new Error('a case that was just made is not there')
    const found = caseIn(row)
    const op = operation()
    const [, whole] = await timed(() => db.transact(op, (tx) => route(tx, keep, op, found, { passedBy: [], dueAt: found.dueAt })))
    if (!counted) continue
    times.read.push(read)
    times.rules.push(rules)
    times.whole.push(whole)
  }
  const { rows: stored } = await superuser.query(
    'select avg(octet_length(decision))::integer as bytes, count(*)::integer as n from case_decisions',
  )
  if (stored[0].n !== ids.length) throw new Error(`${stored[0].n} decisions are stored, where ${ids.length} were made`)
  const plan = await planOf(tenantId)
  console.log('| doctors | open cases | rules alone, ms | reading, ms | the whole, ms | p95, ms | stored, bytes | indexes |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  const cells = [times.rules, times.read, times.whole].map((each) => quantile(each, 0.5).toFixed(1))
  const indexes = [...new Set(plan.flatMap((line) => /using (\w+)/.exec(line)?.[1] ?? []))]
  console.log(
    `| ${[doctors, open].map((n) => Number(n).toLocaleString('en')).join(' | ')} | ${cells.join(' | ')} | ${quantile(times.whole, 0.95).toFixed(1)} | ${stored[0].bytes.toLocaleString('en')} | ${indexes.join(', ')} |`,
  )
  if (values.plans) console.log(plan.join('\n'))
} finally {
  await connections.close()
  await superuser.end()
  await postgres.close()
}

/** Doctors of two languages, two specialties and three pools, one in ten away, each with an account; the open cases spread unevenly over them, and thrice as many that are closed. */
async function makeRoster(tenantId: string): Promise<void> {
  await superuser.query(
    `insert into organisations (tenant_id, slug, name, time_zone, languages, certifier) values ($1, 'bench', 'Bench', 'UTC', '{en}', '{}')`,
    [tenantId],
  )
  await superuser.query(
    `with made as (
       insert into doctors (tenant_id, id, languages, specialties, private_pool, time_zone, profile, created_at, vacation_from)
       select $1, gen_random_uuid(), case n % 3 when 0 then '{en}' when 1 then '{he}' else '{en,he}' end::text[],
         case n % 2 when 0 then '{Dermatology}' else '{Pediatrics}' end::text[], case n % 5 when 0 then 'bench' when 1 then 'acme' end, 'UTC',
         decode(repeat('5a', 200), 'hex'), now(), case when n % 10 = 9 then now() - interval '1 day' end
       from generate_series(1, $2::integer) n returning id)
     insert into users (tenant_id, id, role, language, email_index, doctor_id, profile, created_at)
     select $1, gen_random_uuid(), 'doctor', 'en', sha256(id::text::bytea), id, decode(repeat('5a', 200), 'hex'), now() from made`,
    [tenantId, doctors],
  )
  await superuser.query(
    `insert into cases (tenant_id, id, submitted_by, vendor_id, state, urgency, language, pool, content, doctor_id, submitted_at, due_at)
     select $1, gen_random_uuid(), u.id, v.vendor_id, case n % 8 when 0 then 'queued' when 1 then 'accepted' else 'closed' end, 'routine', 'en', 'bench', decode(repeat('5a', 400), 'hex'),
       d.ids[1 + floor(cardinality(d.ids) * power(random(), 2))], now(), now() + interval '3 days'
     from generate_series(1, $2::integer) n, (select array_agg(id) as ids from doctors where tenant_id = $1) d, ${await vendorOf(tenantId)}`,
    [tenantId, 4 * Number(open)],
  )
}

/** The vendor of all cases and the user of its service, as a row to join. */
async function vendorOf(tenantId: string): Promise<string> {
  const userId = newId(new Date())
  await superuser.query(
    `insert into users (tenant_id, id, role, language, email_index, profile, created_at) values ($1, $2, 'service', 'en', sha256('vendor'), decode(repeat('5a', 200), 'hex'), now())`,
    [tenantId, userId],
  )
  await superuser.query(`insert into case_vendors (tenant_id, vendor_id, user_id, claimed_at) values ($1, 'acme', $2, now())`, [
    tenantId,
    userId,
  ])
  return `(select '${userId}'::uuid as id) u, (select 'acme' as vendor_id) v`
}

async function addCase(keep: { vault: Vault; db: Database }, tenantId: string): Promise<string> {
  const id = newId(new Date())
  const content = await sealContent(keep, { tenantId, patientId: undefined }, id, {
    title: 'A rash',
    text: 'It itches.',
    specialty: wanted.specialty,
  })
  await superuser.query(
    `insert into cases (tenant_id, id, submitted_by, vendor_id, state, urgency, language, pool, content, submitted_at, due_at)
     select $1, $2, user_id, vendor_id, 'triaged', 'routine', $4, $5, $3, now(), now() + interval '3 days' from case_vendors where tenant_id = $1`,
    [tenantId, id, content.bytes, wanted.language, wanted.pool],
  )
  return id
}

/** How the roster is read, as the server asks under row security. */
async function planOf(tenantId: string): Promise<string[]> {
  const app = new pg.Client(postgres.options('wardkeep_app'))
  await app.connect()
  await app.query('begin')
  for (const [key, value] of Object.entries({ tenant: tenantId, role: 'system', now: new Date().toISOString() }))
    await app.query('select set_config($1, $2, true)', [`wardkeep.${key}`, value])
  const plan: string[] = []
  for (const { text } of listRoster()) {
    const { rows } = await app.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${text}`)
    plan.push(...rows.map((row) => row['QUERY PLAN']))
  }
  await app.query('rollback')
  await app.end()
  return plan
}

async function timed<T>(act: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now()
  const value = await act()
  return [value, performance.now() - begun]
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0
}

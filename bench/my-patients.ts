// The list of a doctor's patients as the organisation grows: 2,000 in care among 10,000, 100,000 and 1,000,000 care relations and as many charts, each
// page as the server asks for it, as `wardkeep_app` under row security. `node bench/my-patients.ts [--sizes 10000,100000,1000000] [--rounds 300] [--plans]`
import { parseArgs } from 'node:util'
import pg from 'pg'
import { listPatientsInCare } from '../server/src/features/patients/store.ts'
import { newId } from '../server/src/platform/ids.ts'
import { openOwnPostgres } from './own-postgres.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    rounds: { type: 'string', default: '300' },
    plans: { type: 'boolean', default: false },
  },
})
const inCare = 2_000
const page = 26
const tenantId = newId(new Date())

const postgres = await openOwnPostgres()
const superuser = new pg.Client(postgres.options('postgres'))
const app = new pg.Client(postgres.options('wardkeep_app'))
try {
  await superuser.connect()
  await app.connect()
  await superuser.query(
    `insert into organisations (tenant_id, slug, name, time_zone, languages, certifier) values ($1, 'bench', 'Bench', 'UTC', '{en}', '{}')`,
    [tenantId],
  )
  const doctorId = await addDoctor()
  let made = 0
  console.log('| care relations and charts | page | median ms | p95 ms | buffers | relations by |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  for (const size of values.sizes.split(',').map(Number)) {
    await grow(made, size, made === 0 ? doctorId : undefined)
    made = size
    await measure(size, 'first', doctorId, undefined)
    const [middle] = (
      await superuser.query<{ patient_id: string }>(
        'select patient_id from care_relations where doctor_id = $1 order by patient_id offset 1000 limit 1',
        [doctorId],
      )
    ).rows
    await measure(size, 'after 1,000', doctorId, middle?.patient_id)
  }
} finally {
  await app.end()
  await superuser.end()
  await postgres.close()
}

async function addDoctor(): Promise<string> {
  const id = newId(new Date())
  await superuser.query(
    `insert into doctors (tenant_id, id, languages, specialties, time_zone, profile, created_at)
     values ($1, $2, '{en}', '{}', 'UTC', decode(repeat('00', 120), 'hex'), now())`,
    [tenantId, id],
  )
  return id
}

/** Charts of about 300 bytes, each in the care of one doctor, who has 2,000; one relation in ten is over. Those of the doctor in question lie scattered among all. */
async function grow(from: number, to: number, first: string | undefined): Promise<void> {
  const others = await Promise.all(Array.from({ length: Math.ceil((to - from) / inCare) - (first ? 1 : 0) }, addDoctor))
  const doctors = first ? [first, ...others] : others
  await superuser.query(
    `with made as (
       insert into patients (tenant_id, id, language, profile, created_at)
       select $1, gen_random_uuid(), 'en', decode(repeat('5a', 300), 'hex'), now() from generate_series(1, $2::integer) returning id),
     numbered as (select id, row_number() over () - 1 as place from made)
     insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during, ended_at)
     select $1, rid, id, ($3::uuid[])[1 + place % cardinality($3::uuid[])], 'care-team', rid,
       tstzrange(now() - interval '30 days', case when over then now() - interval '1 day' end), case when over then now() - interval '1 day' end
     from numbered, lateral (select gen_random_uuid() as rid, (place / cardinality($3::uuid[])) % 10 = 9 as over offset 0) more`,
    [tenantId, to - from, doctors],
  )
  await superuser.query('vacuum (analyze) patients')
  await superuser.query('vacuum (analyze) care_relations')
}

async function measure(size: number, name: string, doctorId: string, after: string | undefined): Promise<void> {
  const statement = listPatientsInCare(after, page)
  await app.query('begin')
  const context = {
    tenant: tenantId,
    user: newId(new Date()),
    role: 'doctor',
    patient: '',
    doctor: doctorId,
    now: new Date().toISOString(),
  }
  for (const [key, value] of Object.entries(context)) await app.query('select set_config($1, $2, true)', [`wardkeep.${key}`, value])
  const query = { name: `${statement.name}.${name}`, text: statement.text, values: [...statement.values] }
  const times: number[] = []
  for (let round = -30; round < Number(values.rounds); round += 1) {
    const begun = performance.now()
    const { rows } = await app.query(query)
    if (rows.length !== page) throw new Error(`${rows.length} rows, where ${page} were to be listed`)
    if (round >= 0) times.push(performance.now() - begun)
  }
  const explained = await app.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${statement.text}`, query.values)
  await app.query('commit')
  const plan = explained.rows.map((row) => row['QUERY PLAN'])
  const scan =
    plan.find((line) => /Scan.* on care_relations/.test(line) && /care_of_doctor/.test(line)) ??
    plan.find((line) => /care_relations/.test(line))
  const buffers = /shared hit=(\d+)(?: read=(\d+))?/.exec(plan.find((line) => line.includes('Buffers')) ?? '')
  const cells = [
    size.toLocaleString('en'),
    name,
    quantile(times, 0.5).toFixed(2),
    quantile(times, 0.95).toFixed(2),
    Number(buffers?.[1] ?? 0) + Number(buffers?.[2] ?? 0),
    /(Index Only Scan|Index Scan|Seq Scan|Bitmap Heap Scan)/.exec(scan ?? '')?.[1],
  ]
  console.log(`| ${cells.join(' | ')} |`)
  if (values.plans) console.log(plan.join('\n'))
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0
}

// Raw SQL under the runtime role, generated from the catalog so that a new table is held to it as well: nothing of another organisation is there,
// and no constraint tells whether it is.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from './clinic.ts'
import { drOtto, hanna, max, mira, type Person, pia } from './people.ts'
import { makeThings } from './walk.ts'

type Table = { name: string; key: string[]; columns: string[] }
type Row = Record<string, unknown>

const tables = (clinic: Clinic) =>
  clinic.sql(`
    select c.relname as name,
      array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality as k (n, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n where i.indrelid = c.oid and i.indisprimary order by k.place) as key,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' and a.attidentity <> 'a' order by a.attnum) as columns
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity
    order by 1`)

/** What the database did with a statement: how many rows, or its error code. */
async function done(clinic: Clinic, context: Record<string, string>, text: string, values: unknown[]): Promise<number | string> {
  return clinic.sqlAsApp(context, text, values).then(
    (rows) => rows.length,
    (cause: unknown) => String(Object(cause).code),
  )
}

function contextsOf(clinic: Clinic): Record<string, string>[] {
  const now = clinic.clock.now().toISOString()
  const as = (person: Person) => {
    const { tenantId, userId, role, patientId, doctorId } = clinic.who(person)
    return { tenant: tenantId, user: userId, role, patient: patientId ?? '', doctor: doctorId ?? '', now, batch: tenantId }
  }
  return [
    as(mira),
    as(drOtto),
    as(hanna),
    { tenant: clinic.who(mira).tenantId, user: '', role: 'system', now, batch: clinic.who(mira).tenantId },
  ]
}

test('[F26][A29][A85][T34][V8.4.1] for every tenant table, whoever of another organisation asks by raw SQL finds, changes, removes and adds nothing, and cannot tell by a constraint what is there', async () => {
  const clinic = await openClinic()
  await makeThings(clinic)
  const [harbour, hilltop] = [clinic.who(max).tenantId, clinic.who(mira).tenantId]
  const found = (await tables(clinic)).map((row): Table => ({ name: String(row.name), key: words(row.key), columns: words(row.columns) }))
  expect(found.length).toBeGreaterThan(20)
  const told: string[] = []
  let probed = 0
  for (const table of found) {
    const [theirs] = await rowsOf(clinic, table, harbour)
    const [own] = await rowsOf(clinic, table, hilltop)
    const others = table.key.filter((column) => column !== 'tenant_id')
    for (const context of contextsOf(clinic)) {
      const who = `${table.name} as ${context.role}`
      const say = (what: string, was: number | string, allowed: (number | string)[]) => {
        probed += 1
        if (!allowed.includes(was)) told.push(`${who}: ${what} gave ${was}`)
      }
      const nothing = [0, '42501']
      const [column = 'tenant_id'] = table.columns
      say('select', await done(clinic, context, `select 1 from ${table.name} where tenant_id = $1`, [harbour]), nothing)
      say(
        'count',
        await done(clinic, context, `select 1 from ${table.name} having count(*) filter (where tenant_id = $1) > 0`, [harbour]),
        nothing,
      )
      say(
        'update',
        await done(clinic, context, `update ${table.name} set ${column} = ${column} where tenant_id = $1 returning 1`, [harbour]),
        nothing,
      )
      say('delete', await done(clinic, context, `delete from ${table.name} where tenant_id = $1 returning 1`, [harbour]), nothing)
      const like = own ?? theirs
      if (like === undefined) continue
      // A row for the other organisation: refused alike, whether its key is taken there or free.
      const inOther = { ...like, tenant_id: harbour }
      const free = await insert(clinic, context, table, fresh(inOther, others))
      const refused = typeof free === 'string' ? [free] : []
      say('insert there, free', free, refused)
      if (theirs) say('insert there, taken', await insert(clinic, context, table, theirs), refused)
      // A row of one's own whose key stands in the other organisation: as if its key stood nowhere.
      // Where both have the same key already, it is taken by the own row.
      const apart = own && theirs && others.some((name) => own[name] !== theirs[name])
      if (own && theirs && apart && !namedAnywhere.includes(table.name)) {
        const borrowed = { ...own, ...Object.fromEntries(others.map((name) => [name, theirs[name]])) }
        const asNew = await insert(clinic, context, table, fresh(own, others))
        say('insert here with a key from there', await insert(clinic, context, table, borrowed), [asNew])
      }
    }
  }
  expect(told).toEqual([])
  expect(probed).toBeGreaterThan(400)
}, 180_000)

test('[F26][A29][T34][V8.4.1] every unique key and every reference of a tenant table carries the tenant, and a reference across answers as one to nothing', async () => {
  const clinic = await openClinic()
  await makeThings(clinic)
  const [harbour, hilltop] = [clinic.who(max).tenantId, clinic.who(mira).tenantId]
  const loose = await clinic.sql(`
    select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and not c.relispartition and (i.indisunique or i.indisexclusion)
      and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum = any (i.indkey))
    order by 1`)
  expect(loose.map((row) => row.name)).toEqual(reviewed)

  const references = await clinic.sql(`
    select k.conname::text as name, k.conrelid::regclass::text as table, k.confrelid::regclass::text as target,
      (select a.attname::text from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[2]) as column,
      (select a.attname::text from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[2]) as key,
      (select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) = 'tenant_id' as carries
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0 and c.relrowsecurity and cardinality(k.conkey) > 1
    order by 1`)
  expect(references.filter((row) => row.carries !== true)).toEqual([])
  let crossed = 0
  for (const { table, target, column, key } of references) {
    const [there] = await clinic.sql(`select ${key} as id from ${target} where tenant_id = $1 limit 1`, [harbour])
    const [here] = await clinic.sql(`select ctid::text as at from ${table} where tenant_id = $1 limit 1`, [hilltop])
    if (!there || !here) continue
    const pointed = async (id: unknown) =>
      clinic.sql(`update ${table} set ${column} = $1 where ctid = $2::tid`, [id, here.at]).then(
        () => 'pointed',
        (cause: unknown) => [Object(cause).code, Object(cause).constraint],
      )
    const real = await pointed(there.id)
    // What never changes says so itself; whoever may be changed is refused as for nothing.
    expect(real, `${table}.${column}`).toEqual(
      await pointed(typeof there.id === 'string' && there.id.length !== 36 ? 'nothing' : randomUUID()),
    )
    expect(real, `${table}.${column}`).not.toBe('pointed')
    crossed += 1
  }
  expect(crossed).toBeGreaterThan(12)
})

/**
 * Unique in the whole installation: the random name of an API key, the public name of an organisation, random ids and keyed hashes of sessions, which are found before a
 * tenant is known, and the keyed hash of an e-mail address, which belongs to one account anywhere. A new name is a reviewed change.
 */
const reviewed = ['api_keys_prefix_key', 'organisations_slug_key', 'sessions_by_id', 'sessions_secret_hash_key', 'users_email_index_key']
const namedAnywhere = ['sessions']

test('[A29] a connection that served one organisation shows another nothing of it, whatever became of the request before', async () => {
  const clinic = await openClinic({ poolSize: 1 })
  const [mine, theirs] = await Promise.all([clinic.as(pia), clinic.as(hanna)])
  const idOf = (person: Person) => ({ params: { id: clinic.who(person).patientId ?? '' } })
  for (let round = 0; round < 40; round += 1) {
    const answers = await Promise.allSettled([
      mine.readPatient(idOf(pia)),
      theirs.readPatient(idOf(pia)),
      mine.updatePatient({ ...idOf(pia), version: 999, body: { language: 'en' } }),
      theirs.readPatient(idOf(hanna)),
      mine.readPatient(idOf(hanna)),
      theirs.listPatients({ query: {} }),
    ])
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? 200 : answer.reason.status))).toEqual([200, 404, 412, 200, 404, 200])
    const [, , , , , list] = answers
    expect(list?.status === 'fulfilled' && JSON.stringify(list.value)).not.toContain(clinic.who(pia).patientId)
  }
  const settings = await clinic.connections.batch([])
  expect(settings).toEqual([])
})

async function rowsOf(clinic: Clinic, { name }: Table, tenantId: string): Promise<Row[]> {
  return (await clinic.sql(`select to_jsonb(t) as row from ${name} t where tenant_id = $1 limit 1`, [tenantId])).map((found) =>
    Object(found.row),
  )
}

function insert(clinic: Clinic, context: Record<string, string>, { name, columns }: Table, row: Row): Promise<number | string> {
  const list = columns.join(', ')
  const text = `insert into ${name} (${list}) select ${list} from jsonb_populate_record(null::${name}, $1)`
  return done(clinic, context, text, [JSON.stringify(row)])
}

/** The row under a key that nobody has. */
function fresh(row: Row, key: string[]): Row {
  return { ...row, ...Object.fromEntries(key.map((name) => [name, other(row[name])])) }
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1000
  if (typeof value !== 'string') return value
  if (/^[0-9a-f-]{36}$/.test(value)) return randomUUID()
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return '2001-02-03'
  if (value.startsWith('\\x')) return `\\x${randomUUID().replaceAll('-', '')}`
  return value.slice(0, -1) + (value.endsWith('A') ? 'B' : 'A')
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

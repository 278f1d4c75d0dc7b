// A large organisation: as many rows as are asked for in each table that a list reads, in the Harbour Clinic of the cast. What an envelope would hold is
// written where it is shown: a million envelopes would say nothing more of how long a page takes.
import type pg from 'pg'
import { soughtTokens } from '../src/features/patients/search-tokens.ts'
import type { Keep } from '../src/security/keep.ts'
import type { JsonValue } from '../src/security/vault/index.ts'
import { groundOf, type Leaning, unsealed } from './million-ground.ts'
import { care, people, registers } from './million-people.ts'
import { cases, journal, records, visits } from './million-things.ts'
import type { Placed } from './world.ts'

/** How the world is reached: the superuser's connection, which triggers and row security do not bind, and the keys. */
export type Reached = { superuser: pg.Client; keep: Keep; who: (key: string) => Placed; serviceUser: string; now: Date }

/** Words that the organisation is searched by. */
export const sought = {
  letters: ['q', 'x'],
  seldom: 'zebulon',
  address: { often: '198.51.100.7', seldom: '203.0.113.9' },
  number: { often: '4711', seldom: '815' },
  label: { often: 'anna', seldom: 'zoe' },
} as const

/** Fills it, and gives what its ids follow from. `told` hears of each table and how long it took. */
export async function fillMillion(
  { superuser, keep, who, serviceUser, now }: Reached,
  { rows, doctors }: { rows: number; doctors: number },
  told: (line: string) => void = () => {},
): Promise<Leaning> {
  const [pia, paul, ana, idan, max] = ['pia', 'paul', 'drAna', 'drIdan', 'max'].map(who)
  const tenantId = max?.tenantId ?? ''
  const index = async (purpose: string, text: string) => (await keep.vault.blindIndex({ tenantId }, purpose, text)).toString('hex')
  const name = async (text: string) => (await soughtTokens(keep, tenantId, { name: text }))[0]?.toString('hex') ?? ''
  const { rows: keys } = await superuser.query<{ id: string }>('select id from signing_keys where tenant_id = $1 and doctor_id = $2', [
    tenantId,
    ana?.doctorId,
  ])
  const leaning: Leaning = {
    tenantId,
    rows,
    doctors,
    piaPatient: pia?.patientId ?? '',
    piaUser: pia?.userId ?? '',
    paulUser: paul?.userId ?? '',
    ana: ana?.doctorId ?? '',
    anaUser: ana?.userId ?? '',
    idanUser: idan?.userId ?? '',
    maxUser: max?.userId ?? '',
    serviceUser,
    often: await index('address', sought.address.often),
    seldom: await index('address', sought.address.seldom),
    numberOften: await index('member-number', sought.number.often),
    numberSeldom: await index('member-number', sought.number.seldom),
    labelOften: await index('legacy-label', sought.label.often),
    labelSeldom: await index('legacy-label', sought.label.seldom),
    letters: [await name(sought.letters[0]), await name(sought.letters[1])],
    seldomName: await name(sought.seldom),
    kid: keys[0]?.id ?? '',
    now,
  }
  // Triggers off, foreign keys among them: `brokenKeys` looks after what they would have refused.
  await superuser.query(`set session_replication_role = replica; set work_mem = '256MB'; ${groundOf(leaning)}`)
  for (const [setting, value] of Object.entries(hurry)) await superuser.query(`alter system set ${setting} = '${value}'`)
  await superuser.query('select pg_reload_conf()')
  for (const text of [...registers, ...people, ...visits, ...care, ...cases, ...records, ...journal]) {
    const begun = performance.now()
    const { rowCount } = await superuser.query(text).catch((cause: unknown) => {
      throw new Error(`could not fill by ${text}`, { cause })
    })
    told(`${/into (\w+)/.exec(text)?.[1] ?? 'months'}: ${rowCount} in ${Math.round(performance.now() - begun)} ms`)
  }
  // As many requests as the measure wants.
  await superuser.query(
    `insert into request_limits values (fill.tenant(), 2000000000, 2000000000, 2000000000, 2000000000, 2000000000, 2000000000) on conflict do nothing`,
  )
  for (const setting of Object.keys(hurry)) await superuser.query(`alter system reset ${setting}`)
  await superuser.query('select pg_reload_conf()')
  await superuser.query('vacuum (analyze)')
  return leaning
}

/** Settings of the whole server while it is filled: no checkpoint in between, and no disk that is waited for. */
const hurry = { max_wal_size: '16GB', checkpoint_timeout: '1h', fsync: 'off', full_page_writes: 'off' }

/** Foreign keys of the database that some row breaks. */
export async function brokenKeys(superuser: pg.Client): Promise<string[]> {
  const { rows: keys } = await superuser.query<{ name: string; own: string; other: string; fit: string; given: string }>(
    `select c.conname as name, c.conrelid::regclass::text as own, c.confrelid::regclass::text as other,
       string_agg(format('o.%I = t.%I', f.attname, a.attname), ' and ') as fit, string_agg(format('t.%I is not null', a.attname), ' and ') as given
     from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) k (own, other)
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.other
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace group by c.oid, c.conname, c.conrelid, c.confrelid`,
  )
  const broken: string[] = []
  for (const { name, own, other, fit, given } of keys) {
    const { rowCount } = await superuser.query(
      `select from ${own} t where ${given} and not exists (select from ${other} o where ${fit}) limit 1`,
    )
    if (rowCount !== 0) broken.push(name)
  }
  return broken
}

/** Where an envelope would stand: whose row it is, of which table and column; undefined for an envelope. */
export function placeOfUnsealed(bytes: Buffer): { table: string; column: string; rowId: string } | undefined {
  if (!bytes.subarray(0, unsealed.length).equals(unsealed)) return undefined
  const id = bytes.subarray(unsealed.length, unsealed.length + 16).toString('hex')
  const [table = '', column = ''] = bytes
    .subarray(unsealed.length + 16)
    .toString('utf8')
    .trim()
    .split('.')
  return { table, column, rowId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}` }
}

const named = { email: 'somebody@clinic.example', displayName: 'Some Body' }
const contents: Record<string, JsonValue> = {
  'patients.profile': {
    displayName: 'Some Body',
    birthDate: '1970-01-01',
    sex: 'unknown',
    insuranceId: '1',
    contact: { phone: '+1 555 0100' },
  },
  'doctors.profile': { displayName: 'Dr Some Body' },
  'users.profile': named,
  'sessions.client': { address: '192.0.2.1', userAgent: 'A browser' },
  'mails.content': { address: named.email, language: 'en', data: { link: 'https://clinic.example/sign-in' } },
  'invitations.content': named,
  'proxy_invitations.content': { email: named.email },
  'break_glass.reason': { code: 'cannot-speak', text: 'Found in the hall' },
  'reviews.about': { reason: { code: 'cannot-speak', text: 'Found in the hall' } },
  'reviews.note': { note: 'It was so' },
  'appointments.details': { reason: 'A cough' },
  'appointment_changes.details': { by: 'Some Body' },
  'waitlist_entries.wish': { weekdays: [1, 2] },
  'cases.content': { title: 'A rash', text: 'It itches.' },
  'case_messages.content': { text: 'Since Tuesday', by: 'Some Body' },
  'case_changes.details': { by: 'Some Body' },
  'record_versions.content': { type: 'visit-note', title: 'Visit', sections: [{ text: 'All is well' }], author: 'Dr Some Body' },
  'history_entries.entry': {
    kind: 'observation',
    code: { system: 'http://loinc.org', code: '29463-7', display: 'Weight' },
    numeric: { value: 72.3, unit: 'kg' },
    start: '2020-01-01T00:00:00.000Z',
    source: 'elsewhere',
  },
  'legacy_cases.content': { sourceId: '1', userIdentifier: 'anna', title: 'A rash', text: 'It itches.', other: [] },
  'audit_events.who': { name: 'Some Body', address: '192.0.2.1', userAgent: 'A browser' },
  'alerts.note': { note: 'Looked into' },
}

/** Puts envelopes where they are to be shown, under the organisation's key. */
export async function sealShown(
  { superuser, keep }: Pick<Reached, 'superuser' | 'keep'>,
  tenantId: string,
  shown: readonly Buffer[],
): Promise<void> {
  const places = shown.flatMap((bytes) => placeOfUnsealed(bytes) ?? [])
  for (const [name, group] of Map.groupBy(places, ({ table, column }) => `${table}.${column}`)) {
    const value = contents[name]
    const [table = '', column = ''] = name.split('.')
    if (value === undefined) throw new Error(`nothing is known of what ${name} holds`)
    // A version's envelope is of its record and its number.
    const [key, version] = table === 'record_versions' ? ['record_id', ':1'] : ['id', '']
    const ids = [...new Set(group.map(({ rowId }) => rowId))]
    const sealed = await keep.vault.sealMany(
      ids.map((id) => ({ owner: { kind: 'tenant' }, place: { tenantId, table, column, rowId: `${id}${version}` }, value })),
    )
    await superuser.query(
      `update ${table} t set ${column} = v.sealed from unnest($2::uuid[], $3::bytea[]) v (id, sealed) where t.tenant_id = $1 and t.${key} = v.id`,
      [tenantId, ids, sealed.map(({ bytes }) => bytes)],
    )
  }
}

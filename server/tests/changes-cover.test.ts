// No row is made, changed or taken away without the digests of it: what PostgreSQL itself notes of every transaction is held against the events of that transaction.
import { createClient } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { question, vendorKey } from '../src/features/cases/cases.fixture.ts'
import { bundleText } from '../src/features/importing/bundles.fixture.ts'
import { importBundle, importRequests, parseBundleText } from '../src/features/importing/index.ts'
import { requestOf } from '../src/features/legacy/legacy.fixture.ts'
import { consultation } from '../src/features/visit-types/visit-types.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { max, paul } from './people.ts'
import { type Stage, setStage } from './stage.ts'
import { stories } from './stories.ts'

/**
 * Tables whose rows are no content of the clinic, or follow from rows that are: each with why a change of them alone leaves no digest. A table
 * that is not named here is held to the promise.
 */
const withoutDigests = {
  'proofs of who somebody is: secrets, of which no trace may be left; each act on them is an event of its own kind':
    'sessions refresh_tokens sign_in_challenges sign_in_names second_factors totp_enrolments recovery_codes passkeys passkey_locators known_devices mailed_links email_changes factor_resets signing_keys calendar_feeds case_receipts sign_on_messages sign_on_answers sign_on_flows sign_on_domains',
  'what is counted, kept for a retry, or waits to be sent':
    'request_counts request_days request_limits idempotency_keys mails reminders assistant_use assistant_calls',
  'follows from a visit, a request or a case in the same transaction, or keeps a time for some minutes':
    'occupancies holds patient_search_tokens waitlist_offers case_offers case_turns case_decisions',
}

/** What is put up beside an act, in its transaction and with an event of its own, and is held to the promise from then on. */
const raised = ['alerts', 'reviews']

/** Columns of an account of which no trace may be left; what changes them alone is an event of its own kind. */
const secret = ['password_hash', 'password_disabled_at', 'email_verified_at', 'version']

test('[B107] whatever endpoint is asked, the transaction that makes, changes or takes away a row of the clinic also writes an event with the digests of before and after', async () => {
  const clinic = await openClinic()
  const exempt = Object.values(withoutDigests).flatMap((names) => names.split(' '))
  const watched = await watchRows(clinic, exempt)
  const stage = await setStage(clinic)
  const bare = new Map<string, string[]>()
  const seen = new Set<string>()
  for (const [name, tell] of [...Object.entries(beside), ...Object.entries(stories)]) {
    await clinic.sql('delete from noted')
    await tell(stage).catch((cause: unknown) => {
      throw new Error(`${name} was refused`, { cause })
    })
    for (const { tables, digested } of await notedIn(clinic)) {
      for (const table of tables) seen.add(table)
      if (!digested) bare.set(name, [...(bare.get(name) ?? []), ...tables])
    }
  }
  expect(Object.fromEntries(bare)).toEqual({})
  expect(watched.filter((table) => !seen.has(table))).toEqual([])
}, 120_000)

/** What writes to tables that no story touches, whoever does it: the importers among it. */
const beside: Record<string, (stage: Stage) => Promise<unknown>> = {
  note: async ({ max, clinic }) =>
    max.updatePatient({ params: { id: clinic.who(paul).patientId ?? '' }, version: 1, body: { internalNote: 'Rings twice' } }),
  days: async ({ idan, clinic }) => {
    const { weekly, timeZone, version } = await idan.readAvailability({ params: { id: 'me' } })
    const date = new Date(clinic.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
    await idan.setAvailability({ params: { id: 'me' }, version, body: { timeZone, weekly, overrides: [{ date, kind: 'remove' }] } })
  },
  kind: ({ max, doctorId }) => max.addVisitType({ body: { ...consultation, name: 'Of one', doctorIds: [doctorId] } }),
  vendor: async ({ clinic }) => {
    const key = await vendorKey(clinic)
    const vendor = createClient({ baseUrl: clinic.url, credentials: { kind: 'bearer', token: () => key } })
    return vendor.submitCase({ body: { ...question, vendorId: 'old-portal' } })
  },
  import: ({ clinic }) => importBundle(clinic.keep, placeOf(clinic), clinic.clock.now(), parseBundleText(bundleText('agustin-fonseca'))),
  legacy: ({ clinic }) => importRequests(clinic.keep, { tenantId: clinic.who(max).tenantId, now: clinic.clock.now() }, [requestOf(2)]),
}

function placeOf(clinic: Clinic) {
  return { tenantId: clinic.who(max).tenantId, slug: 'here', languages: ['en'], timeZone: 'Asia/Jerusalem' }
}

/** Has the database note, for every row of the other tables and every event, in which transaction it was written. Gives the tables. */
async function watchRows(clinic: Clinic, exempt: readonly string[]): Promise<string[]> {
  // What a story sets by hand is nobody's act.
  await clinic.sql('create table noted (tx xid8 not null, what text not null, digested boolean)')
  await clinic.sql(`create function note() returns trigger language plpgsql security definer as $$ begin
    if session_user <> 'wardkeep_app' or (tg_op = 'UPDATE' and tg_table_name = 'users' and to_jsonb(new) - '{${secret.join()}}'::text[] = to_jsonb(old) - '{${secret.join()}}'::text[])
      or (tg_op = 'INSERT' and tg_table_name = any ('{${raised.join()}}')) then return null; end if;
    insert into public.noted values (pg_current_xact_id(), tg_table_name,
      case when tg_table_name like 'audit_events%' then to_jsonb(new) ->> 'change' is not null end);
    return null; end $$`)
  const tables = await clinic.sql(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  // By whom of the patients an event is found is the journal's own, like the event.
  const names = tables.map(({ name }) => String(name)).filter((name) => !exempt.includes(name) && name !== 'audit_patients')
  for (const name of names)
    await clinic.sql(`create trigger noted after insert or update or delete on ${name} for each row execute function note()`)
  return names.filter((name) => name !== 'audit_events')
}

async function notedIn(clinic: Clinic): Promise<{ tables: string[]; digested: boolean }[]> {
  const rows = await clinic.sql(
    `select array_agg(distinct what) filter (where digested is null) as tables, coalesce(bool_or(digested), false) as digested
     from noted group by tx having bool_or(digested is null)`,
  )
  return rows.map(({ tables, digested }) => ({ tables: Array.isArray(tables) ? tables.map(String) : [], digested: digested === true }))
}

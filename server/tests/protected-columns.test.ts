import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { openClinic } from './clinic.ts'
import { pia } from './people.ts'

/**
 * Every column that could hold words or bytes in the clear, with what it holds instead. A new column of such a type is either `sealed` or is
 * added here after a review: that nothing of a person is in it.
 */
const openColumns = [
  'alerts.cause',
  'alerts.kind',
  'alerts.severity',
  'alerts.state',
  'alerts.subject_type',
  'anonymous_counts.subject',
  'answered_challenges.challenge_hash',
  'api_keys.key_hash',
  'api_keys.prefix',
  'api_keys.scopes',
  'appointment_changes.reason',
  'appointment_changes.status',
  'appointments.status',
  'assistant_calls.fields',
  'assistant_calls.kind',
  'assistant_calls.model',
  'assistant_calls.outcome',
  'assistant_calls.prompt_hash',
  'assistant_calls.provider',
  'assistant_calls.removed',
  'assistant_drafts.kind',
  'assistant_drafts.label',
  'assistant_drafts.state',
  'assistant_use.subject',
  'audit_events.actor_role',
  'audit_events.address_index',
  'audit_events.change',
  'audit_events.fields',
  'audit_events.mac',
  'audit_events.outcome',
  'audit_events.purpose',
  'audit_events.reason',
  'audit_events.resource_type',
  'audit_events.rule',
  'audit_events.via',
  'calendar_feeds.token_hash',
  'care_relations.capacity',
  'care_relations.cause',
  'care_relations.ending',
  'care_relations.source',
  'case_changes.step',
  'case_messages.author',
  'case_receipts.locator',
  'case_vendors.vendor_id',
  'cases.language',
  'cases.pool',
  'cases.receipt_hash',
  'cases.reference_index',
  'cases.state',
  'cases.submission_hash',
  'cases.urgency',
  'cases.vendor_id',
  'clinic_holidays.name',
  'date_overrides.kind',
  'doctors.languages',
  'doctors.private_pool',
  'doctors.source_index',
  'doctors.specialties',
  'doctors.time_zone',
  'factor_resets.asked_evidence',
  'factor_resets.evidence',
  'factor_resets.reason',
  'history_entries.confidentiality',
  'history_entries.kind',
  'history_entries.source_index',
  'idempotency_keys.content_hash',
  'idempotency_keys.key_hash',
  'idempotency_keys.told',
  'installation.profile',
  'invitations.address_index',
  'invitations.language',
  'invitations.role',
  'known_devices.device_hash',
  'legacy_cases.content_hash',
  'legacy_cases.label_index',
  'legacy_cases.source_index',
  'legacy_cases.vendor_id',
  'legacy_links.evidence',
  'mailed_links.kind',
  'mailed_links.token_hash',
  'mails.state',
  'mails.template',
  'member_answers.outcome',
  'member_answers.reason',
  'member_checks.content_hash',
  'member_checks.number_index',
  'member_checks.origin',
  'member_checks.source_index',
  'member_checks.vendor_id',
  'organisations.admin_networks',
  'organisations.certifier',
  'organisations.languages',
  'organisations.name',
  'organisations.password_policy',
  'organisations.purpose_mode',
  'organisations.second_factor_roles',
  'organisations.slug',
  'organisations.staff_factor',
  'organisations.time_zone',
  'partners.mapping',
  'partners.name',
  'partners.url',
  'passkey_locators.credential_hash',
  'patient_search_tokens.token',
  'patients.language',
  'patients.source_index',
  'proxy_invitations.address_index',
  'record_retractions.certifier',
  'record_retractions.jws',
  'record_retractions.signing_key',
  'record_signatures.jws',
  'record_signatures.kid',
  'records.confidentiality',
  'records.state',
  'recovery_codes.code_hash',
  'refresh_tokens.token_hash',
  'reminder_refusals.channel',
  'reminders.channel',
  'reminders.kind',
  'reviews.kind',
  'reviews.outcome',
  'rooms.name',
  'schema_migrations.digest',
  'schema_migrations.name',
  'second_factors.kind',
  'sessions.places',
  'sessions.proven_places',
  'sessions.role',
  'sessions.secret_hash',
  'sessions.sign_on_index',
  'sign_in_attempts.bucket_hash',
  'sign_in_challenges.challenge_hash',
  'sign_in_challenges.sign_on_index',
  'sign_in_failed_names.bucket_hash',
  'sign_in_failed_names.name_hash',
  'sign_in_locks.bucket_hash',
  'sign_in_names.kind',
  'sign_in_names.name_hash',
  'sign_in_tallies.bucket_hash',
  'sign_on_answers.index_hash',
  'sign_on_answers.name_hash',
  'sign_on_answers.ticket_hash',
  'sign_on_domains.domain_hash',
  'sign_on_flows.browser_hash',
  'sign_on_flows.request_hash',
  'sign_on_flows.state_hash',
  'sign_on_links.name_hash',
  'sign_on_messages.message_hash',
  'signing_keys.certificate',
  'signing_keys.id',
  'signing_keys.public_jwk',
  'users.email_index',
  'users.language',
  'users.password_hash',
  'users.role',
  'visit_types.languages',
  'visit_types.modality',
  'visit_types.name',
  'waitlist_entries.ending',
  'waitlist_offers.outcome',
]

test('[B92] code reads and writes plain values while the column holds only an envelope; a raw value in a sealed column does not compile, and an open column that nobody reviewed fails here', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  const { patientId = '' } = clinic.who(pia)
  const displayName = 'Pia Canary-Name שם'
  await patient.updatePatient({ params: { id: patientId }, version: 1, body: { displayName } })
  expect(await patient.readPatient({ params: { id: patientId } })).toMatchObject({ displayName })
  const [row] = await clinic.sql('select encode(profile, $2) as hex, patients::text as whole from patients where id = $1', [
    patientId,
    'hex',
  ])
  expect(String(row?.hex)).not.toContain(Buffer.from('Canary-Name').toString('hex'))
  expect(String(row?.whole)).not.toContain('Canary')

  const columns = await clinic.sql(`
    select c.table_name || '.' || c.column_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name !~ '^audit_events_'
      and c.domain_name is null and (c.data_type in ('text', 'bytea', 'jsonb', 'json', 'character varying') or (c.data_type = 'ARRAY' and c.udt_name <> '_uuid'))
    order by 1`)
  expect(columns.map((column) => column.name)).toEqual(openColumns)

  expect(
    await compiled(
      `insertPatient({ tenantId: '', id: '', sourceIndex: null, language: 'en', sealed: { profile: Buffer.from('plain'), tokens: [] }, now: new Date() })`,
    ),
  ).toMatch(/error TS27(39|40)|error TS2322/)
  expect(
    await compiled(
      `insertPatient({ tenantId: '', id: '', sourceIndex: null, language: 'en', sealed: { profile: Sealed.fromDatabase(Buffer.alloc(0)), tokens: [] }, now: new Date() })`,
    ),
  ).toBe('')
})

/** What the compiler says of a statement written against the store. */
async function compiled(statement: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-types-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const imports = `import { insertPatient } from '${root}/server/src/features/patients/store.ts'\nimport { Sealed } from '${root}/server/src/security/vault/index.ts'\nexport const used = Sealed\n`
  await writeFile(join(folder, 'probe.mts'), `${imports}${statement}\n`)
  const options = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
    include: ['*.mts'],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options))
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) =>
      resolve(stdout),
    )
  })
}

// What is written down day by day: visits, cases, records, the journal, and what came from elsewhere.

const days = (n: number) => `interval '${n} days'`
const series = 'from generate_series(1, fill.rows()) n'
/** One visit in ten is to come. They are two minutes long and one after the other, so none overlaps another. */
const visitAt = `(fill.at(n) + ${days(180)})`
const during = `tstzrange(${visitAt}, ${visitAt} + interval '2 minutes')`
const status = `case when n % 10 = 3 then 'cancelled' when ${visitAt} > fill.now() then 'booked' when n % 20 = 7 then 'noshow' else 'fulfilled' end`

/** Four in ten still stand in the line, as the round leaves it: the days of one in a hundred of those have passed since it came by last. */
const waits = 'n % 10 <= 3'
const waitsUntil = `case when not (${waits}) then fill.at(n) when n % 1000 <= 3 then fill.now() - interval '5 seconds' else fill.now() + interval '1 day' * (1 + n % 180) end`

export const visits: readonly string[] = [
  `insert into occupancies (tenant_id, holder_id, resource_id, during)
   select fill.tenant(), fill.visit_id(n), fill.doctor(n), ${during} ${series} where ${status} not in ('cancelled', 'noshow')`,
  `insert into appointments (tenant_id, id, patient_id, doctor_id, during, status, details, booked_at, cancelled_at)
   select fill.tenant(), fill.visit_id(n), fill.patient(n), fill.doctor(n), ${during}, ${status}, fill.waiting('appointments.details', fill.visit_id(n), 100), fill.at(n),
     case when ${status} = 'cancelled' then fill.at(n) end ${series}`,
  `insert into appointment_changes (tenant_id, id, appointment_id, status, reason, details, at)
   select fill.tenant(), fill.change_id(n), fill.visit_id(n), ${status}, case when ${status} = 'cancelled' then 'other' end,
     fill.waiting('appointment_changes.details', fill.change_id(n), 100), fill.at(n) ${series}`,
  `insert into waitlist_entries (tenant_id, id, patient_id, wish, from_date, until_date, ends_at, asked_at, ended_at, ending)
   select fill.tenant(), fill.entry_id(n), fill.patient_id(n), fill.waiting('waitlist_entries.wish', fill.entry_id(n), 100), (${waitsUntil})::date, (${waitsUntil})::date,
     ${waitsUntil}, fill.at(n), case when not (${waits}) then fill.at(n) end, case when not (${waits}) then 'over' end ${series}`,
]

const state = `case when n % 100 < 80 then 'closed' when n % 100 < 85 then 'withdrawn' when n % 100 < 92 then 'answered' when n % 100 < 96 then 'accepted' when n % 100 < 99 then 'queued' else 'triaged' end`
const ofVendor = '(n / 100) % 2 = 0'

export const cases: readonly string[] = [
  `insert into cases (tenant_id, id, patient_id, vendor_id, submitted_by, state, urgency, language, pool, content, doctor_id, submitted_at, due_at, flagged_at)
   select fill.tenant(), fill.case_id(n), case when not ${ofVendor} then fill.patient(n + n / 100) end, case when ${ofVendor} then 'vendor-1' end,
     case when ${ofVendor} then fill.service() else fill.pia_user() end, ${state}, 'routine', 'en', 'harbour', fill.waiting('cases.content', fill.case_id(n), 250),
     case when ${state} not in ('withdrawn', 'triaged') then fill.doctor(n / 20 * 20 + 7 + (n / 100) % 20) end, fill.at(n), fill.at(n) + ${days(30)}, null ${series}`,
  `insert into case_offers (tenant_id, case_id, doctor_id, rank)
   select fill.tenant(), c.id, fill.ana(), 2 from cases c where c.state = 'queued' and c.doctor_id <> fill.ana()`,
  `insert into case_messages (tenant_id, id, case_id, author, answer, content, by_user, at)
   select fill.tenant(), fill.message_id(n), fill.case_id(case when n <= 200 then 991 else n end), 'patient', false, fill.waiting('case_messages.content', fill.message_id(n), 200), fill.pia_user(), fill.at(n) ${series}`,
  `insert into case_changes (tenant_id, id, case_id, step, details, by_user, at)
   select fill.tenant(), fill.casechange_id(n), fill.case_id(case when n <= 200 then 991 else n end), 'submitted', fill.waiting('case_changes.details', fill.casechange_id(n), 100), fill.pia_user(), fill.at(n) ${series}`,
]

export const records: readonly string[] = [
  `insert into records (tenant_id, id, patient_id, author_id, state, created_at, updated_at, confidentiality)
   select fill.tenant(), fill.record_id(n), fill.patient(n), fill.doctor(n), case when n % 5 = 1 then 'draft' else 'signed' end, fill.at(n), fill.at(n),
     case n % 30 when 0 then 'R' when 1 then 'V' else 'N' end ${series}`,
  `insert into record_versions (tenant_id, record_id, version, content, at)
   select fill.tenant(), fill.record_id(n), 1, fill.waiting('record_versions.content', fill.record_id(n), 300), fill.at(n) ${series}`,
  `insert into record_signatures (tenant_id, id, record_id, version, kid, signer_id, jws, at)
   select fill.tenant(), fill.record_id(n), fill.record_id(n), 1, fill.kid(), fill.ana(), 'filled', fill.at(n) ${series} where n % 5 <> 1`,
  `insert into history_entries (tenant_id, id, patient_id, source_index, kind, happened_at, entry, confidentiality)
   select fill.tenant(), fill.history_id(n), fill.patient(n), sha256(('history ' || n)::bytea), case when n % 5000 = 0 then 'allergy' when n % 3 = 0 then 'condition' else 'observation' end, fill.at(n),
     fill.waiting('history_entries.entry', fill.history_id(n), 250), case n % 30 when 0 then 'R' when 1 then 'V' else 'N' end ${series}`,
  `insert into legacy_cases (tenant_id, id, source_index, content_hash, label_index, submitted_at, content, imported_at)
   select fill.tenant(), fill.legacy_id(n), sha256(('legacy ' || n)::bytea), sha256('same'), case when n % 3 = 0 then fill.label_often() when n = 7 then fill.label_seldom() end, fill.at(n),
     fill.waiting('legacy_cases.content', fill.legacy_id(n), 250), fill.now() ${series}`,
  `insert into legacy_links (tenant_id, case_id, patient_id, evidence, by_user, at)
   select fill.tenant(), fill.legacy_id(n), fill.patient(n), 'known-in-person', fill.max(), fill.now() ${series}`,
  `insert into member_checks (tenant_id, id, at, origin, partner_id, patient_id, by_user, number_index)
   select fill.tenant(), fill.check_id(n), fill.at(n), 'here', fill.partner_id(1), fill.patient(n), fill.max(),
     case when n % 3 = 0 then fill.number_often() when n = 7 then fill.number_seldom() else sha256(('number ' || n)::bytea) end ${series}`,
  `insert into member_answers (tenant_id, id, outcome, at) select fill.tenant(), fill.check_id(n), 'member', fill.at(n) ${series}`,
]

/** Three events in four are of a staff's reading; one in twenty names five patients; refusals and most kinds of event are rare. */
export const journal: readonly string[] = [
  `select prepare_audit_months((fill.at(0))::date, 62)`,
  `insert into audit_events (tenant_id, id, at, actor_id, actor_role, via, action, outcome, reason, rule, patient_ids, resource_type, resource_id, request_id, who, address_index, mac)
   select fill.tenant(), fill.event_id(n), fill.at(n), case when n % 4 = 0 then fill.person(n) when n % 4 = 1 then fill.ana_user() when n = 6 then fill.idan() else fill.max() end,
     case when n % 4 = 0 then 'patient' when n % 4 = 1 then 'doctor' else 'admin' end, 'session',
     case when n = 5 then 'organisation.suspended' when n % 3 = 0 then 'patient.read' else 'patient.listed' end, case when n % 1000 = 1 then 'failed' when n % 50 = 1 then 'denied' else 'allowed' end,
     case when n % 50 = 1 then 'NOT_FOUND' end, 'doctor:patient.read:assigned', case when n % 20 = 3 then array[fill.patient(n), fill.patient_id(n), fill.patient_id(n / 2 + 1), fill.patient_id(n / 3 + 1), fill.patient_id(n / 4 + 1)]
     when n % 7 = 0 then '{}' else array[fill.patient(n)] end, 'patient', fill.patient(n), fill.event_id(n), fill.waiting('audit_events.who', fill.event_id(n), 150),
     case when n % 3 = 0 then fill.often() when n = 8 then fill.seldom() else sha256(('address ' || n % 20000)::bytea) end, decode(repeat('5a', 32), 'hex') ${series}`,
  `insert into audit_patients (tenant_id, patient_id, event_id)
   select distinct tenant_id, patient_id, id from audit_events cross join unnest(patient_ids) patient_id where tenant_id = fill.tenant() on conflict do nothing`,
  `insert into alerts (tenant_id, id, kind, severity, cause, user_id, raised_at, state, acknowledged_at, acknowledged_by, closed_at, closed_by, note)
   select fill.tenant(), fill.alert_id(n), case when n = 9 then 'passkey-copied' when n % 30 = 0 then 'spraying' else 'account-locked' end, 'medium', 'cause ' || lpad(n::text, 9, '0'), fill.person(n), fill.at(n),
     s, case when s <> 'open' then fill.at(n) end, case when s <> 'open' then fill.max() end, case when s = 'closed' then fill.at(n) end, case when s = 'closed' then fill.max() end,
     case when s <> 'open' then fill.waiting('alerts.note', fill.alert_id(n), 100) end
   ${series}, lateral (select case when n % 100 = 1 then 'open' when n % 100 = 2 then 'acknowledged' else 'closed' end as s) standing`,
]

// People and what they hold by hand: charts, accounts and sessions, doctors and their hours, who has whom in care. Constraints that are triggers are held by `brokenKeys`.

const days = (n: number) => `interval '${n} days'`
const mapping = JSON.stringify({
  question: { number: '/number', requestId: '/request' },
  answer: { requestId: '/request', member: '/member', yes: true, no: false },
})
const series = 'from generate_series(1, fill.rows()) n'

export const registers: readonly string[] = [
  `insert into doctors (tenant_id, id, languages, specialties, time_zone, profile, created_at, vacation_from, vacation_until)
   select fill.tenant(), fill.doctor_id(n), case n % 10 when 0 then '{en,he}' when 1 then '{ar}' else '{en}' end::text[],
     case when n = 7 then '{Seldom}' when n % 3 = 0 then '{Dermatology}' else '{Pediatrics}' end::text[], 'UTC', fill.waiting('doctors.profile', fill.doctor_id(n), 120), fill.at(n),
     case when n % 50 = 1 then fill.now() - ${days(3)} end, case when n % 50 = 1 then fill.now() + ${days(10)} end
   from generate_series(1, fill.doctors()) n`,
  `insert into weekly_hours (tenant_id, id, doctor_id, weekday, from_minute, to_minute, slot_minutes)
   select fill.tenant(), fill.hours_id(n * 10 + day), fill.doctor_id(n), day, 540, 1020, 30 from generate_series(1, fill.doctors()) n, generate_series(1, 5) day`,
  `insert into date_overrides (tenant_id, id, doctor_id, day, kind, from_minute, to_minute)
   select fill.tenant(), fill.override_id(n), fill.doctor_id(1 + n % fill.doctors()), (fill.now() - ${days(1000)})::date + (n % 2000)::integer, 'remove', 540, 600 ${series}`,
  `insert into visit_types (tenant_id, id, name, minutes, buffer_before, buffer_after, modality, notice_minutes, horizon_days, every_doctor, active, created_at)
   select fill.tenant(), fill.visittype_id(n), 'Kind ' || n, 30, 0, 0, 'in-person', 0, 365, n % 100 = 0, n % 10 > 0, fill.at(n) from generate_series(1, fill.doctors()) n`,
  `insert into visit_type_doctors (tenant_id, visit_type_id, doctor_id)
   select fill.tenant(), fill.visittype_id(n), fill.doctor_id(m) from generate_series(1, fill.doctors()) n, generate_series(1, fill.doctors()) m
   where (n * 31 + m * 17) % fill.doctors() < fill.rows() / fill.doctors()`,
  `insert into rooms (tenant_id, id, name, active, made_at)
   select fill.tenant(), fill.room_id(n), 'Room ' || n, n % 7 > 0, fill.at(n) from generate_series(1, fill.doctors()) n`,
  `insert into partners (tenant_id, id, name, url, mapping, active, added_at)
   select fill.tenant(), fill.partner_id(n), 'Fund ' || n, 'https://fund.example', '${mapping}', n % 9 > 0, fill.at(n) from generate_series(1, fill.doctors()) n`,
  `insert into clinic_holidays (tenant_id, id, name, first_day, last_day)
   select fill.tenant(), fill.holiday_id(n), 'Closed', (fill.now())::date + 60 + 7 * n::integer, (fill.now())::date + 60 + 7 * n::integer from generate_series(1, fill.doctors()) n`,
  `insert into case_vendors (tenant_id, vendor_id, user_id, claimed_at)
   select fill.tenant(), 'vendor-' || n, fill.service(), fill.at(n) from generate_series(1, fill.doctors()) n`,
]

export const people: readonly string[] = [
  `insert into patients (tenant_id, id, language, profile, created_at)
   select fill.tenant(), fill.patient_id(n), 'en', fill.waiting('patients.profile', fill.patient_id(n), 250), fill.at(n) ${series}`,
  `insert into patient_search_tokens (tenant_id, token, patient_id)
   select fill.tenant(), t.token, fill.patient_id(n) ${series}, lateral (
     select case when n % 2 = 0 then fill.letter_one() else fill.letter_two() end as token
     union select substring(sha256(('name ' || n % 5000)::bytea) for 16)
     union select substring(sha256(('insurance ' || n)::bytea) for 16)
     union select fill.seldom_name() where n % 100000 = 1) t`,
  `insert into users (tenant_id, id, role, active, language, email_index, patient_id, profile, created_at, closed_at, closed_by)
   select fill.tenant(), fill.user_id(n), 'patient', n % 30 > 0, 'en', case when n % 90 > 0 then sha256(('address ' || n)::bytea) end,
     case when n % 90 > 0 then fill.patient_id(n) end, fill.waiting('users.profile', fill.user_id(n), 120), fill.at(n),
     case when n % 90 = 0 then fill.at(n) end, case when n % 90 = 0 then fill.max() end ${series}`,
  `insert into users (tenant_id, id, role, language, email_index, doctor_id, profile, created_at)
   select fill.tenant(), fill.doctoruser_id(n), 'doctor', 'en', sha256(('doctor ' || n)::bytea), fill.doctor_id(n), fill.waiting('users.profile', fill.doctoruser_id(n), 120), fill.at(n)
   from generate_series(1, fill.doctors()) n`,
  `insert into sessions (tenant_id, id, user_id, assurance, proven_at, created_at, expires_at, ended_at, client, role, patient_id, standing, seen_at)
   select fill.tenant(), fill.session_id(n), u.id, 1, fill.at(n), fill.at(n), fill.at(n) + ${days(7)}, case when n % 50 > 0 or n % 100 = 0 then fill.at(n) end,
     fill.waiting('sessions.client', fill.session_id(n), 120), 'patient', case when u.id = fill.pia_user() then fill.pia() end, false, fill.at(n)
   ${series}, lateral (select fill.person(n) as id) u`,
  `insert into request_counts (tenant_id, subject_id, requests, minute, minute_used, day, day_requests)
   select fill.tenant(), fill.user_id(n), floor(1 / (0.00001 + fill.chance(n, 4)))::bigint, fill.at(n), 0, fill.at(n)::date, 5 ${series}`,
  `insert into request_days (tenant_id, day, subject_id, requests)
   select fill.tenant(), (fill.now())::date - 1 - (n % 100)::integer, case when n <= 100 then fill.tenant() else fill.user_id(n / 100) end, 7 ${series} on conflict do nothing`,
  `insert into api_keys (tenant_id, id, user_id, prefix, key_hash, scopes, made_by, made_at, expires_at)
   select fill.tenant(), fill.key_id(n), fill.service(), 'wk_' || lpad(n::text, 8, '0'), sha256(n::text::bytea), '{doctor.list}', fill.max(), fill.now() - ${days(200)}, fill.now() - ${days(150)}
   from generate_series(1, fill.doctors()) n`,
  `insert into mails (tenant_id, id, user_id, template, content, state, queued_at, useful_until, due_at)
   select fill.tenant(), fill.mail_id(n), fill.person(n), 'password-changed', fill.waiting('mails.content', fill.mail_id(n), 200), 'waiting', fill.at(n), fill.at(n) + ${days(1)}, fill.at(n) ${series}`,
  `insert into invitations (tenant_id, id, role, language, address_index, content, made_by, made_at, expires_at)
   select fill.tenant(), fill.invitation_id(n), 'patient', 'en', sha256(('invited ' || n)::bytea), fill.waiting('invitations.content', fill.invitation_id(n), 120), fill.max(), fill.at(n),
     fill.at(n) + ${days(1)} ${series}`,
  `insert into proxy_invitations (tenant_id, id, patient_id, address_index, content, may_book, made_by, made_at, expires_at)
   select fill.tenant(), fill.proxyinvitation_id(n), fill.patient(n), sha256(('proxy ' || n)::bytea), fill.waiting('proxy_invitations.content', fill.proxyinvitation_id(n), 120), true,
     fill.pia_user(), fill.at(n), fill.at(n) + ${days(1)} ${series}`,
]

/**
 * A visit opens a chart for nine months, and Dr Ana had a thousand with Pia: eight times what two have who met twice a month for five years. With all of the visits
 * of a frequent patient, ten thousand, each right by care would be sought among more relations than a pair can have. Places in care teams open charts too, more
 * rarely; a few act for others, one of them for many.
 */
export const care: readonly string[] = [
  `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
   select fill.tenant(), fill.relation_id(n), fill.patient(n), fill.doctor(n), 'appointment', fill.visit_id(n), tstzrange(fill.at(n), fill.at(n) + ${days(270)}) ${series}`,
  `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during, ended_at)
   select fill.tenant(), fill.team_id(n), fill.patient_id(n * 50), case when n % 5 = 0 then fill.ana() else fill.doctor(n) end, 'care-team', fill.team_id(n),
     tstzrange(fill.at(n), case when n % 10 = 5 then fill.now() - ${days(1)} end), case when n % 10 = 5 then fill.now() - ${days(1)} end
   from generate_series(1, fill.rows() / 50) n`,
  `insert into care_relations (tenant_id, id, patient_id, proxy_user_id, source, source_id, during, capacity, may_book, may_ask)
   select fill.tenant(), fill.proxy_id(n), case when n <= 20 then fill.pia() else fill.patient_id(n * 20) end, case when n % 100 = 1 then fill.paul() else fill.user_id(n * 20 + 1) end,
     'proxy', fill.proxy_id(n), tstzrange(fill.at(n), null), 'carer', true, true from generate_series(1, fill.rows() / 25) n`,
  `insert into break_glass (tenant_id, id, doctor_id, user_id, patient_id, reason, opened_at, ends_at)
   select fill.tenant(), fill.emergency_id(n), fill.doctor(n), fill.max(), fill.patient(n), fill.waiting('break_glass.reason', fill.emergency_id(n), 120), fill.at(n), fill.at(n) + least(interval '1 hour', (fill.at(2) - fill.at(1)) / 2)
   ${series}`,
  `insert into reviews (tenant_id, id, kind, cause_id, subject_user_id, patient_id, about, raised_at, due_at, outcome, note, closed_at, closed_by)
   select fill.tenant(), fill.review_id(n), 'break-glass', fill.emergency_id(n), fill.ana_user(), fill.patient(n), fill.waiting('reviews.about', fill.review_id(n), 120), fill.at(n), fill.at(n) + ${days(3)},
     o, case when o is not null then fill.waiting('reviews.note', fill.review_id(n), 120) end, case when o is not null then fill.at(n) + ${days(1)} end, case when o is not null then fill.max() end
   ${series}, lateral (select case when n % 50 > 0 then 'justified' end as o) closed`,
]

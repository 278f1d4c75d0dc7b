-- What lists are asked for is found by an index where row security lets one be used: docs/operate/limitations.md has what is still slow among a million rows.

-- Which events name a patient. Row security keeps an index on the array in the event from being used, so each patient of an event has a row of their own,
-- written with the event; what is sealed is the event.
create table audit_patients (
  tenant_id uuid not null,
  patient_id uuid not null,
  event_id uuid not null,
  primary key (tenant_id, patient_id, event_id)
);
alter table audit_patients enable row level security;
alter table audit_patients force row level security;
create policy tenants_of_batch on audit_patients for insert to wardkeep_app
  with check (tenant_id = any (string_to_array(nullif(current_setting('wardkeep.batch', true), ''), ',')::uuid[]));
create policy readers on audit_patients for select to wardkeep_auditor
  using (tenant_id = ctx_tenant()
    and (ctx_role() in ('admin', 'auditor', 'system')
      or (ctx_role() = 'patient' and (patient_id = ctx_patient() or exists (select from my_proxied where my_proxied.patient_id = audit_patients.patient_id)))));
create trigger never_changed before update or delete on audit_patients for each row execute function refuse_change();
grant insert on audit_patients to wardkeep_app;
grant select on audit_patients to wardkeep_auditor;

-- The owner of the journal reads it here alone, to fill what is new.
alter table audit_events no force row level security;
alter table audit_patients no force row level security;
insert into audit_patients (tenant_id, patient_id, event_id)
  select distinct tenant_id, patient_id, id from audit_events, unnest(patient_ids) as patient_id;
alter table audit_events force row level security;
alter table audit_patients force row level security;
analyze audit_patients;

-- None by the action: the equality of an enum is not leakproof, so under forced row security no index is used for it.
create index audit_by_address on audit_events (tenant_id, address_index, id);
create index audit_by_request on audit_events (tenant_id, request_id);
create index audit_refused on audit_events (tenant_id, outcome, id) where outcome <> 'allowed';

create index mails_kept on mails (tenant_id, id) where content is not null and state <> 'nobody';
create index mails_kept_of_user on mails (tenant_id, user_id, id) where content is not null and state <> 'nobody';

create index users_by_role on users (tenant_id, role, id);
create index users_disabled on users (tenant_id, id) include (role) where closed_at is null and not active;

create index member_checks_of_number on member_checks (tenant_id, number_index, at, id);

create index alerts_by_kind on alerts (tenant_id, kind, id desc);
create index alerts_by_kind_and_state on alerts (tenant_id, kind, state, id desc);

create index cases_open_of_patient on cases (tenant_id, patient_id, due_at, id) where patient_id is not null and state in ('triaged', 'queued', 'accepted', 'answered');
create index cases_open_of_submitter on cases (tenant_id, submitted_by, due_at, id) where state in ('triaged', 'queued', 'accepted', 'answered');
create index cases_open_of_doctor on cases (tenant_id, doctor_id, due_at, id) where state in ('triaged', 'queued', 'accepted', 'answered');
create index cases_over_of_patient on cases (tenant_id, patient_id, submitted_at, id) where patient_id is not null and state in ('closed', 'withdrawn');
create index cases_over_of_submitter on cases (tenant_id, submitted_by, submitted_at, id) where state in ('closed', 'withdrawn');
create index cases_over_of_doctor on cases (tenant_id, doctor_id, submitted_at, id) where state in ('closed', 'withdrawn');

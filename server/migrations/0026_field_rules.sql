-- Who is shown which part of what they reach: administrative notes for who runs the clinic, and security labels on records and history.

-- A row of its own, so that row security decides who is shown it, and not only the page of rules above.
create table patient_notes (
  tenant_id uuid not null references organisations (tenant_id),
  patient_id uuid not null,
  note sealed not null,
  primary key (tenant_id, patient_id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id)
);
alter table patient_notes enable row level security;
alter table patient_notes force row level security;
create policy of_who_runs_the_clinic on patient_notes to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'reception', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'reception', 'system'));
grant select, insert, update, delete on patient_notes to wardkeep_app;

-- Why somebody asks, as they stated it; null where they did not.
create function ctx_purpose() returns text language sql stable parallel safe
  return nullif(current_setting('wardkeep.purpose', true), '');

-- HL7 v3 Confidentiality: normal, restricted, very restricted.
alter table records add column confidentiality text not null default 'N' check (confidentiality in ('N', 'R', 'V'));
alter table history_entries add column confidentiality text not null default 'N' check (confidentiality in ('N', 'R', 'V'));

-- The patients who are close to the transaction's doctor: by a place in the care team, or in an emergency. A visit alone is not enough.
create view my_close_care as
  select patient_id from care_relations
  where tenant_id = ctx_tenant() and doctor_id = ctx_doctor() and source in ('care-team', 'break-glass') and ended_at is null and during @> ctx_now();
grant create on schema public to wardkeep_gate;
alter view my_close_care owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on my_close_care to wardkeep_app;

-- Whoever speaks by a token that says for whom they act has that one patient before them and nobody else, themselves included.
create function ctx_acting() returns uuid language sql stable parallel safe
  return nullif(current_setting('wardkeep.acting', true), '')::uuid;

-- On top of who reaches a row at all: what is labelled is there for whoever the label lets have it, so no list, count or cursor tells of it.
-- As CASE: the planner takes its chance for even, where it would take a chain of OR for next to nothing and sort what an index has in order.
create policy labelled on records as restrictive to wardkeep_app
  using (case
    when ctx_acting() is not null and patient_id <> ctx_acting() then false
    when confidentiality = 'N' then true
    else ctx_role() = 'system' or patient_id = ctx_patient() or author_id = ctx_doctor()
      or (ctx_doctor() is not null and coalesce(ctx_purpose(), 'TREAT') in ('TREAT', 'ETREAT', 'BTG')
        and (confidentiality = 'R' or exists (select from my_close_care where my_close_care.patient_id = records.patient_id)))
      or (ctx_role() = 'admin' and (ctx_purpose() = 'PATRQT' or (confidentiality = 'R' and ctx_purpose() in ('TREAT', 'PUBHLTH'))))
    end);
create policy labelled on history_entries as restrictive to wardkeep_app
  using (case
    when ctx_acting() is not null and patient_id <> ctx_acting() then false
    when confidentiality = 'N' then true
    else ctx_role() = 'system' or patient_id = ctx_patient()
      or (ctx_doctor() is not null and coalesce(ctx_purpose(), 'TREAT') in ('TREAT', 'ETREAT', 'BTG')
        and (confidentiality = 'R' or exists (select from my_close_care where my_close_care.patient_id = history_entries.patient_id)))
      or (ctx_role() = 'admin' and (ctx_purpose() = 'PATRQT' or (confidentiality = 'R' and ctx_purpose() in ('TREAT', 'PUBHLTH'))))
    end);
create policy for_one_patient on patients as restrictive to wardkeep_app
  using (case when ctx_acting() is null then true else id = ctx_acting() end);
create policy for_one_patient on appointments as restrictive to wardkeep_app
  using (case when ctx_acting() is null then true else patient_id = ctx_acting() end);

-- A label stands with the signature: nobody takes it off what others rely on.
create function labels_stand() returns trigger language plpgsql as $$
begin
  raise exception 'the label of a signed record is not changed' using errcode = 'restrict_violation', constraint = 'labels_stand';
end $$;
create trigger labels_stand before update on records for each row
  when (old.state <> 'draft' and new.confidentiality is distinct from old.confidentiality) execute function labels_stand();

-- An explanation says that it is the label.
create or replace view access_subjects with (security_barrier) as
  select tenant_id, 'patient' as type, id, id as patient_id, null::uuid as doctor_id, null::uuid as author_id, false as draft, 'N' as confidentiality
  from patients where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor')
  union all
  select tenant_id, 'appointment', id, patient_id, doctor_id, null, false, 'N'
  from appointments where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor')
  union all
  select tenant_id, 'record', id, patient_id, null, author_id, state = 'draft', confidentiality
  from records where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor')
  union all
  select tenant_id, 'doctor', id, null, id, null, false, 'N'
  from doctors where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor');
grant select (confidentiality) on records to wardkeep_gate;

alter type audit_code add value 'proxy.acting';

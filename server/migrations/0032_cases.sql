-- Cases: medical questions of patients and vendors, who owns each, what was written, and why it came to whom it came.

-- A vendor's word for itself belongs to the service whose key first used it.
create table case_vendors (
  tenant_id uuid not null,
  vendor_id text not null check (length(vendor_id) between 1 and 60 and translate(lower(vendor_id), 'abcdefghijklmnopqrstuvwxyz0123456789._-', '') = ''),
  user_id uuid not null,
  claimed_at timestamptz not null,
  primary key (tenant_id, vendor_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);

create table cases (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid,
  vendor_id text,
  submitted_by uuid not null,
  -- A vendor's own reference, and what was submitted under it, as keyed hashes: sent again, nothing is made.
  reference_index bytea check (octet_length(reference_index) = 32),
  submission_hash bytea check (octet_length(submission_hash) = 32),
  state text not null check (state in ('triaged', 'queued', 'accepted', 'answered', 'closed', 'withdrawn')),
  urgency text not null check (urgency in ('routine', 'soon', 'urgent')),
  language text not null,
  pool text not null,
  content sealed not null,
  doctor_id uuid,
  -- What opened the chart; null where none is open by this case.
  care_cause uuid,
  passed_by uuid[] not null default '{}',
  submitted_at timestamptz not null,
  due_at timestamptz not null,
  escalated_at timestamptz,
  flagged_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, vendor_id) references case_vendors (tenant_id, vendor_id),
  foreign key (tenant_id, submitted_by) references users (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  constraint of_a_patient_or_a_vendor check (num_nonnulls(patient_id, vendor_id) = 1),
  -- No open case is ownerless: a doctor has it, or it is triaged and the desk has it, which an alert says.
  constraint never_ownerless check (doctor_id is not null or state in ('triaged', 'withdrawn')),
  constraint the_desk_has_no_doctor check (state <> 'triaged' or doctor_id is null),
  constraint chart_open_while_accepted check (care_cause is null or state in ('accepted', 'answered'))
);
create unique index cases_by_reference on cases (tenant_id, submitted_by, reference_index) where reference_index is not null;
create index cases_of_patient on cases (tenant_id, patient_id, id) where patient_id is not null;
create index cases_of_submitter on cases (tenant_id, submitted_by, id);
create index cases_of_doctor on cases (tenant_id, doctor_id, id);
create index cases_load on cases (tenant_id, doctor_id) where state in ('queued', 'accepted');
create index cases_unanswered on cases (tenant_id, due_at, id) where state in ('triaged', 'queued', 'accepted');

-- To whom a queued case is offered; each may accept it, and one does.
create table case_offers (
  tenant_id uuid not null,
  case_id uuid not null,
  doctor_id uuid not null,
  rank smallint not null check (rank between 1 and 3),
  primary key (tenant_id, case_id, doctor_id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id)
);
create index offers_of_doctor on case_offers (tenant_id, doctor_id, case_id);

-- When each doctor last got a case by routing: of two alike, who waited longer is next.
create table case_turns (
  tenant_id uuid not null,
  doctor_id uuid not null,
  last_at timestamptz not null,
  primary key (tenant_id, doctor_id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id)
);

-- Each change is a row: who, when, why.
create table case_changes (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  step text not null check (step in ('submitted', 'triaged', 'queued', 'accepted', 'answered', 'closed', 'reopened', 'withdrawn', 'passed-on', 'escalated', 'flagged', 'unflagged')),
  details sealed not null,
  by_user uuid,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id),
  foreign key (tenant_id, by_user) references users (tenant_id, id)
);
create index changes_of_case on case_changes (tenant_id, case_id, id);

create table case_messages (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  author text not null check (author in ('patient', 'vendor', 'doctor')),
  answer boolean not null,
  content sealed not null,
  by_user uuid not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id),
  foreign key (tenant_id, by_user) references users (tenant_id, id),
  constraint doctors_answer check (author = 'doctor' or not answer)
);
create index messages_of_case on case_messages (tenant_id, case_id, id);

-- What routing was given and what it said, as ids and facts in one envelope: whoever asks later gets the same ranking from it.
create table case_decisions (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  doctor_id uuid,
  decision sealed not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id)
);
create index decisions_of_case on case_decisions (tenant_id, case_id, id);

create trigger never_changed before update or delete on case_changes for each row execute function refuse_change();
create trigger never_changed before update or delete on case_messages for each row execute function refuse_change();
create trigger never_changed before update or delete on case_decisions for each row execute function refuse_change();

alter table case_vendors enable row level security;
alter table case_vendors force row level security;
alter table cases enable row level security;
alter table cases force row level security;
alter table case_offers enable row level security;
alter table case_offers force row level security;
alter table case_turns enable row level security;
alter table case_turns force row level security;
alter table case_changes enable row level security;
alter table case_changes force row level security;
alter table case_messages enable row level security;
alter table case_messages force row level security;
alter table case_decisions enable row level security;
alter table case_decisions force row level security;

create policy of_services on case_vendors to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('service', 'admin', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() = 'service' and user_id = ctx_user());

create policy offered on case_offers for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (doctor_id = ctx_doctor() or ctx_role() = 'system'));
create policy routed on case_offers to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system')
  with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
create policy routed on case_turns to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() = 'system');

-- A doctor sees what is theirs, and what is offered to them for as long as nobody has accepted it.
create policy taking_part on cases for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() in ('admin', 'system')
    or (ctx_role() = 'service' and submitted_by = ctx_user())
    or (state = 'queued' and exists (select from case_offers o
      where o.tenant_id = ctx_tenant() and o.case_id = cases.id and o.doctor_id = ctx_doctor()))));
create policy submitted on cases for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and submitted_by = ctx_user() and state = 'triaged'
    and (patient_id = ctx_patient() or (ctx_role() = 'service' and vendor_id is not null)));
create policy moved on cases for update to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() = 'system'
    or (ctx_role() = 'service' and submitted_by = ctx_user())
    or (state = 'queued' and exists (select from case_offers o
      where o.tenant_id = ctx_tenant() and o.case_id = cases.id and o.doctor_id = ctx_doctor()))))
  with check (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() = 'system'
    or (ctx_role() = 'service' and submitted_by = ctx_user())));

create policy of_visible_cases on case_changes to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from cases c where c.tenant_id = case_changes.tenant_id and c.id = case_changes.case_id))
  with check (tenant_id = ctx_tenant() and exists (select from cases c where c.tenant_id = case_changes.tenant_id and c.id = case_changes.case_id));
create policy of_visible_cases on case_messages to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() <> 'admin'
    and exists (select from cases c where c.tenant_id = case_messages.tenant_id and c.id = case_messages.case_id))
  with check (tenant_id = ctx_tenant() and by_user = ctx_user()
    and exists (select from cases c where c.tenant_id = case_messages.tenant_id and c.id = case_messages.case_id));
create policy of_visible_cases on case_decisions to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from cases c where c.tenant_id = case_decisions.tenant_id and c.id = case_decisions.case_id))
  with check (tenant_id = ctx_tenant() and ctx_role() = 'system');

-- A case opens the chart of its patient to the doctor who has accepted it, and to nobody else.
create policy cases_open_when_accepted on care_relations as restrictive for insert to wardkeep_app
  with check (source <> 'case' or exists (select from cases c where c.tenant_id = ctx_tenant() and c.patient_id = care_relations.patient_id
    and c.doctor_id = care_relations.doctor_id and c.doctor_id = ctx_doctor() and c.state = 'accepted' and c.care_cause = care_relations.source_id));

grant select, insert on case_vendors, case_changes, case_messages, case_decisions to wardkeep_app;
grant select, insert, update on cases, case_turns to wardkeep_app;
grant select, insert, delete on case_offers to wardkeep_app;

-- Two more kinds of alerts and one more subject, to those that stand, whichever those are by now.
do $$
declare
  kinds text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'alerts_kind_check' and conrelid = 'alerts'::regclass);
  subjects text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'alerts_subject_type_check' and conrelid = 'alerts'::regclass);
begin
  execute format('alter table alerts drop constraint alerts_kind_check, add constraint alerts_kind_check check (%s or kind in (%L, %L))', kinds, 'case-overdue', 'case-unrouted');
  execute format('alter table alerts drop constraint alerts_subject_type_check, add constraint alerts_subject_type_check check (%s or subject_type = %L)', subjects, 'case');
end $$;

alter type audit_code add value 'case.submitted';
alter type audit_code add value 'case.listed';
alter type audit_code add value 'case.read';
alter type audit_code add value 'case.written';
alter type audit_code add value 'case.accepted';
alter type audit_code add value 'case.answered';
alter type audit_code add value 'case.closed';
alter type audit_code add value 'case.reopened';
alter type audit_code add value 'case.withdrawn';
alter type audit_code add value 'case.routed';
alter type audit_code add value 'case.escalated';
alter type audit_code add value 'case.flagged';
alter type audit_code add value 'case.routing-read';
alter type audit_code add value 'case.routing-simulated';

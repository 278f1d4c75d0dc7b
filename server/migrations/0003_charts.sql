-- Patients, doctors, who cares for whom, and imported history.

create table patients (
  tenant_id uuid not null references organisations (tenant_id),
  id uuid not null,
  source_index bytea,
  language text not null,
  profile sealed not null,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, source_index)
);

create table doctors (
  tenant_id uuid not null references organisations (tenant_id),
  id uuid not null,
  source_index bytea,
  languages text[] not null,
  specialties text[] not null,
  private_pool text,
  vacation_mode boolean not null default false,
  time_zone text not null,
  profile sealed not null,
  hours_version integer not null default 1,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, source_index)
);

alter table users add foreign key (tenant_id, patient_id) references patients (tenant_id, id);
alter table users add foreign key (tenant_id, doctor_id) references doctors (tenant_id, id);

-- Who may see whose chart, from when until when, and because of what. Kept by the features in the same transaction as the cause.
create table care_relations (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  doctor_id uuid,
  proxy_user_id uuid,
  source text not null check (source in ('appointment', 'case', 'care-team', 'proxy', 'break-glass')),
  source_id uuid not null,
  during tstzrange not null,
  primary key (tenant_id, id),
  unique (tenant_id, source, source_id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  foreign key (tenant_id, proxy_user_id) references users (tenant_id, id),
  constraint one_grantee check (num_nonnulls(doctor_id, proxy_user_id) = 1)
);
create index care_of_doctor on care_relations (tenant_id, doctor_id, patient_id) include (during);
create index care_of_proxy on care_relations (tenant_id, proxy_user_id, patient_id) include (during) where proxy_user_id is not null;

create table history_entries (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  source_index bytea not null,
  kind text not null,
  happened_at timestamptz not null,
  entry sealed not null,
  primary key (tenant_id, id),
  unique (tenant_id, source_index),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id)
);
create index history_of_patient on history_entries (tenant_id, patient_id, happened_at desc, id desc);

alter table patients enable row level security;
alter table patients force row level security;
alter table doctors enable row level security;
alter table doctors force row level security;
alter table care_relations enable row level security;
alter table care_relations force row level security;
alter table history_entries enable row level security;
alter table history_entries force row level security;

create policy visible on care_relations for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or doctor_id = ctx_doctor()
    or patient_id = ctx_patient() or proxy_user_id = ctx_user()));
create policy kept on care_relations for all to wardkeep_app
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or doctor_id = ctx_doctor() or patient_id = ctx_patient()))
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or doctor_id = ctx_doctor() or patient_id = ctx_patient()));

-- Clinical rows: the patient's own, the assigned doctor's, the organisation's for who runs it. Reception never.
create policy clinical on history_entries to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or ctx_role() in ('admin', 'system') or exists (
      select from care_relations r
      where r.tenant_id = ctx_tenant() and r.doctor_id = ctx_doctor() and r.patient_id = history_entries.patient_id and r.during @> ctx_now())))
  with check (tenant_id = ctx_tenant() and ctx_role() = 'system');

create policy visible on patients to wardkeep_app
  using (tenant_id = ctx_tenant() and (id = ctx_patient() or ctx_role() in ('admin', 'reception', 'system') or exists (
      select from care_relations r
      where r.tenant_id = ctx_tenant() and r.doctor_id = ctx_doctor() and r.patient_id = patients.id and r.during @> ctx_now())))
  with check (tenant_id = ctx_tenant() and (id = ctx_patient() or ctx_role() in ('admin', 'reception', 'system')));

create policy directory on doctors for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on doctors for all to wardkeep_app
  using (tenant_id = ctx_tenant() and (id = ctx_doctor() or ctx_role() in ('admin', 'system')))
  with check (tenant_id = ctx_tenant() and (id = ctx_doctor() or ctx_role() in ('admin', 'system')));

grant select, insert, update on patients, doctors, care_relations to wardkeep_app;
grant select, insert on history_entries to wardkeep_app;
-- The journal's reader may know that a chart exists, and nothing of it.
grant select (tenant_id, id) on patients to wardkeep_auditor;
create policy known_to_auditor on patients for select to wardkeep_auditor using (tenant_id = ctx_tenant());

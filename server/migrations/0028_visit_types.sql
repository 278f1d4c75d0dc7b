-- Kinds of visits, what changes the weekly hours on single days, and the days on which the clinic is closed.

-- A name and times, nothing of a person: what the clinic offers.
create table visit_types (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  minutes smallint not null check (minutes between 5 and 480),
  -- Kept free of other visits before and after.
  buffer_before smallint not null check (buffer_before between 0 and 240),
  buffer_after smallint not null check (buffer_after between 0 and 240),
  modality text not null check (modality in ('in-person', 'video', 'phone')),
  notice_minutes integer not null check (notice_minutes between 0 and 43200),
  horizon_days smallint not null check (horizon_days between 1 and 365),
  -- Of one doctor, on one day of the doctor's calendar.
  daily_cap smallint check (daily_cap between 1 and 200),
  -- Empty: the languages of the doctor.
  languages text[] not null default '{}',
  every_doctor boolean not null,
  active boolean not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  primary key (tenant_id, id)
);

-- Which doctors offer a kind of visit that not every doctor offers.
create table visit_type_doctors (
  tenant_id uuid not null,
  visit_type_id uuid not null,
  doctor_id uuid not null,
  primary key (tenant_id, visit_type_id, doctor_id),
  foreign key (tenant_id, visit_type_id) references visit_types (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id)
);
create index visit_types_of_doctor on visit_type_doctors (tenant_id, doctor_id, visit_type_id);

-- Single days: time added to the weekly hours, or taken from them. Minutes count from midnight on the doctor's wall clock.
create table date_overrides (
  tenant_id uuid not null,
  id uuid not null,
  doctor_id uuid not null,
  day date not null,
  kind text not null check (kind in ('add', 'remove')),
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute between 1 and 1440),
  slot_minutes smallint check (slot_minutes between 5 and 480),
  primary key (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  constraint begins_before_it_ends check (from_minute < to_minute),
  constraint slots_of_added_time check (slot_minutes is null or kind = 'add')
);
create index overrides_of_doctor on date_overrides (tenant_id, doctor_id, day);

-- Both days are closed, from midnight to midnight of the organisation's own time zone.
create table clinic_holidays (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  first_day date not null,
  last_day date not null,
  primary key (tenant_id, id),
  constraint first_before_last check (first_day <= last_day),
  constraint one_holiday_a_day exclude using gist (tenant_id with =, daterange(first_day, last_day, '[]') with &&)
);
create index holidays_by_day on clinic_holidays (tenant_id, last_day, first_day);

alter table appointments
  add column visit_type_id uuid,
  -- As the kind of visit was when this one was booked, or none.
  add column buffer_before smallint not null default 0 check (buffer_before between 0 and 240),
  add column buffer_after smallint not null default 0 check (buffer_after between 0 and 240),
  add foreign key (tenant_id, visit_type_id) references visit_types (tenant_id, id);

-- What daily caps are counted by: when, and of which kind, never who.
create view visits_by_type with (security_barrier) as
  select tenant_id, id, doctor_id, visit_type_id, starts_at from appointments
  where cancelled_at is null and visit_type_id is not null and tenant_id = ctx_tenant();
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view visits_by_type owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on visits_by_type to wardkeep_app;

alter table visit_types enable row level security;
alter table visit_types force row level security;
alter table visit_type_doctors enable row level security;
alter table visit_type_doctors force row level security;
alter table date_overrides enable row level security;
alter table date_overrides force row level security;
alter table clinic_holidays enable row level security;
alter table clinic_holidays force row level security;

create policy published on visit_types for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on visit_types for all to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));
create policy published on visit_type_doctors for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on visit_type_doctors for all to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));
create policy published on date_overrides for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on date_overrides for all to wardkeep_app
  using (tenant_id = ctx_tenant() and (doctor_id = ctx_doctor() or ctx_role() in ('admin', 'system')))
  with check (tenant_id = ctx_tenant() and (doctor_id = ctx_doctor() or ctx_role() in ('admin', 'system')));
create policy published on clinic_holidays for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on clinic_holidays for all to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));

grant select, insert, update on visit_types to wardkeep_app;
grant select, insert, delete on visit_type_doctors to wardkeep_app;
grant select, insert, delete on date_overrides to wardkeep_app;
grant select, insert, delete on clinic_holidays to wardkeep_app;

alter type audit_code add value 'visit-type.listed';
alter type audit_code add value 'visit-type.added';
alter type audit_code add value 'visit-type.changed';
alter type audit_code add value 'holiday.listed';
alter type audit_code add value 'holiday.added';
alter type audit_code add value 'holiday.removed';
alter type audit_code add value 'doctor.free-searched';

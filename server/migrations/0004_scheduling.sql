-- Hours and visits. Double booking is refused by the database itself.

create table weekly_hours (
  tenant_id uuid not null,
  id uuid not null,
  doctor_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440),
  slot_minutes integer not null check (slot_minutes between 5 and 480),
  valid_from date,
  valid_until date,
  primary key (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  constraint opens_before_it_closes check (from_minute < to_minute),
  constraint valid_from_before_until check (valid_from <= valid_until)
);
create index hours_of_doctor on weekly_hours (tenant_id, doctor_id);

create table appointments (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  doctor_id uuid not null,
  during tstzrange not null,
  -- Range operators are not leakproof, so row security keeps them out of indexes; these columns are what lists and slot searches go by.
  starts_at timestamptz not null generated always as (lower(during)) stored,
  ends_at timestamptz not null generated always as (upper(during)) stored,
  status text not null default 'booked' check (status in ('booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow')),
  details sealed not null,
  booked_by uuid,
  booked_at timestamptz not null,
  cancelled_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  foreign key (tenant_id, booked_by) references users (tenant_id, id),
  constraint bounded check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  constraint cancelled_when_it_says_so check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint one_appointment_at_a_time
    exclude using gist (tenant_id with =, doctor_id with =, during with &&) where (cancelled_at is null)
);
create index appointments_of_doctor on appointments (tenant_id, doctor_id, starts_at, id);
create index appointments_of_patient on appointments (tenant_id, patient_id, starts_at, id);
create index appointments_by_start on appointments (tenant_id, starts_at, id);

-- Each change of a visit's state is a row: who, when, why.
create table appointment_changes (
  tenant_id uuid not null,
  id uuid not null,
  appointment_id uuid not null,
  status text not null,
  reason text check (reason in ('patient-request', 'doctor-unavailable', 'clinic-closed', 'other')),
  details sealed not null,
  by_user uuid,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, appointment_id) references appointments (tenant_id, id),
  foreign key (tenant_id, by_user) references users (tenant_id, id)
);
create index changes_of_appointment on appointment_changes (tenant_id, appointment_id, at);

alter table weekly_hours enable row level security;
alter table weekly_hours force row level security;
alter table appointments enable row level security;
alter table appointments force row level security;
alter table appointment_changes enable row level security;
alter table appointment_changes force row level security;

create policy published on weekly_hours for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on weekly_hours for all to wardkeep_app
  using (tenant_id = ctx_tenant() and (doctor_id = ctx_doctor() or ctx_role() in ('admin', 'system')))
  with check (tenant_id = ctx_tenant() and (doctor_id = ctx_doctor() or ctx_role() in ('admin', 'system')));

create policy taking_part on appointments to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() in ('admin', 'reception', 'system')))
  with check (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() in ('admin', 'reception', 'system')));
-- The calendar of a doctor is no secret inside the organisation: when, never who. Free slots are computed from it.
create view busy_times with (security_barrier) as
  select tenant_id, doctor_id, starts_at, ends_at from appointments where cancelled_at is null and tenant_id = ctx_tenant();
create policy busy_times_read on appointments for select to wardkeep_gate using (tenant_id = ctx_tenant());
grant select on appointments to wardkeep_gate;
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view busy_times owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;

create policy of_visible_visits on appointment_changes to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (
    select from appointments a where a.tenant_id = appointment_changes.tenant_id and a.id = appointment_changes.appointment_id))
  with check (tenant_id = ctx_tenant());

grant select, insert, update on appointments to wardkeep_app;
grant select, insert on appointment_changes to wardkeep_app;
grant select, insert, delete on weekly_hours to wardkeep_app;
grant select on busy_times to wardkeep_app;
create trigger never_changed before update or delete on appointment_changes for each row execute function refuse_change();

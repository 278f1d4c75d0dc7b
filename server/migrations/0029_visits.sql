-- Whose time is taken, until when: of doctors and rooms, by visits and by holds, held apart by one constraint. And what becomes of a visit.

-- A time that somebody keeps for a few minutes while they make up their mind. It ends by itself; the row stays, to count by.
create table holds (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  doctor_id uuid not null,
  room_id uuid,
  visit_type_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  foreign key (tenant_id, visit_type_id) references visit_types (tenant_id, id),
  constraint ends_after_it_starts check (starts_at < ends_at),
  constraint expires_after_it_is_made check (made_at < expires_at)
);
create index holds_of_user on holds (tenant_id, user_id, made_at);

-- A row for each doctor and room that a visit or hold takes: `during` is what is taken, the visit with the time before and after it.
-- What a hold took and nobody removed yet is told by `held_until`; whoever takes a time first removes such rows that are past it, since no constraint
-- may ask what time it is.
create table occupancies (
  tenant_id uuid not null,
  holder_id uuid not null,
  resource_id uuid not null,
  during tstzrange not null,
  starts_at timestamptz not null generated always as (lower(during)) stored,
  ends_at timestamptz not null generated always as (upper(during)) stored,
  held_until timestamptz,
  primary key (tenant_id, holder_id, resource_id),
  constraint bounded check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  constraint one_holder_at_a_time exclude using gist (tenant_id with =, resource_id with =, during with &&)
);
create index occupancies_of_resource on occupancies (tenant_id, resource_id, starts_at);
create index occupancies_held on occupancies (tenant_id, resource_id) where held_until is not null;

-- A visit that was moved says so; a doctor who has the patient in care may carry that over to the visit in its place, and open no chart by it.
alter table appointment_changes drop constraint appointment_changes_reason_check;
alter table appointment_changes add constraint appointment_changes_reason_check
  check (reason in ('patient-request', 'doctor-unavailable', 'clinic-closed', 'other', 'rescheduled'));

create table rooms (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  active boolean not null default true,
  version integer not null default 1,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  constraint one_room_of_a_name unique (tenant_id, name)
);
alter table holds add foreign key (tenant_id, room_id) references rooms (tenant_id, id);

alter table appointments no force row level security; -- its owner fills the new table from it, once
insert into occupancies (tenant_id, holder_id, resource_id, during)
  select tenant_id, id, doctor_id,
    tstzrange(lower(during) - make_interval(mins => buffer_before), upper(during) + make_interval(mins => buffer_after)) from appointments where cancelled_at is null;
alter table appointments force row level security;

-- A visit that stands has its doctor's time and its room's: the database asks for both rows, and keeps them while it does.
alter table appointments
  drop constraint one_appointment_at_a_time,
  drop constraint cancelled_when_it_says_so,
  add column room_id uuid,
  add column replaces uuid,
  add column series_id uuid,
  add column occupies uuid generated always as (case when status in ('cancelled', 'noshow') then null else id end) stored,
  add constraint cancelled_when_it_says_so check ((status = 'cancelled') = (cancelled_at is not null)),
  add constraint has_its_room foreign key (tenant_id, room_id) references rooms (tenant_id, id),
  add constraint takes_its_doctor foreign key (tenant_id, occupies, doctor_id) references occupancies (tenant_id, holder_id, resource_id),
  add constraint takes_its_room foreign key (tenant_id, occupies, room_id) references occupancies (tenant_id, holder_id, resource_id),
  add constraint replaces_a_visit foreign key (tenant_id, replaces) references appointments (tenant_id, id);
create index appointments_occupying on appointments (tenant_id, occupies) where occupies is not null;
create index appointments_of_series on appointments (tenant_id, series_id, starts_at) where series_id is not null;
create unique index appointments_replaced_once on appointments (tenant_id, replaces) where replaces is not null;

create policy moved on care_relations for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and source = 'appointment' and doctor_id = ctx_doctor()
    and exists (select from my_care where my_care.patient_id = care_relations.patient_id)
    and exists (select from appointments a join appointments b on b.tenant_id = a.tenant_id and b.id = a.replaces
        join organisations o on o.tenant_id = a.tenant_id
      where a.tenant_id = care_relations.tenant_id and a.id = care_relations.source_id and a.doctor_id = care_relations.doctor_id
        and a.patient_id = care_relations.patient_id and b.patient_id = a.patient_id and b.doctor_id = a.doctor_id
        and upper(care_relations.during) <= a.ends_at + make_interval(hours => 24 * o.follow_up_days)));

alter table holds enable row level security;
alter table holds force row level security;
alter table occupancies enable row level security;
alter table occupancies force row level security;
alter table rooms enable row level security;
alter table rooms force row level security;

create policy own on holds to wardkeep_app
  using (tenant_id = ctx_tenant() and user_id = ctx_user()) with check (tenant_id = ctx_tenant() and user_id = ctx_user());
-- When somebody is taken is no secret inside the organisation; by whom stands elsewhere.
create policy published on occupancies for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy taken on occupancies for insert to wardkeep_app with check (tenant_id = ctx_tenant());
-- What a visit takes is kept by the visit itself; a hold ends by its owner or by the time.
create policy freed on occupancies for delete to wardkeep_app
  using (tenant_id = ctx_tenant() and (held_until is null or held_until <= ctx_now()
    or exists (select from holds h where h.tenant_id = occupancies.tenant_id and h.id = occupancies.holder_id)));
create policy published on rooms for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on rooms to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system')) with check (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));

grant select, insert, delete on holds to wardkeep_app;
grant select, insert, delete on occupancies to wardkeep_app;
grant select, insert, update on rooms to wardkeep_app;

-- Taken times, but for the caller's own holds, which are for them to take.
create policy gate_reads on occupancies for select to wardkeep_gate using (tenant_id = ctx_tenant());
create policy gate_reads on holds for select to wardkeep_gate using (tenant_id = ctx_tenant());
grant select on occupancies to wardkeep_gate;
grant select (tenant_id, id, user_id) on holds to wardkeep_gate;
drop view busy_times;
create view busy_times with (security_barrier) as
  select tenant_id, resource_id as doctor_id, starts_at, ends_at from occupancies o
  where tenant_id = ctx_tenant() and (held_until is null or (held_until > ctx_now()
    and not exists (select from holds h where h.tenant_id = o.tenant_id and h.id = o.holder_id and h.user_id = ctx_user())));
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view busy_times owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on busy_times to wardkeep_app;

alter type audit_code add value 'hold.made';
alter type audit_code add value 'hold.released';
alter type audit_code add value 'appointment.rescheduled';
alter type audit_code add value 'appointment.arrived';
alter type audit_code add value 'appointment.checked-in';
alter type audit_code add value 'appointment.completed';
alter type audit_code add value 'appointment.no-show';
alter type audit_code add value 'series.booked';
alter type audit_code add value 'room.listed';
alter type audit_code add value 'room.made';
alter type audit_code add value 'room.changed';

-- A doctor's vacation is a span of time, reminders are sent once, and who waits for an earlier time is offered what becomes free.

-- Half-open; without an end it is until further notice. Who was away by the switch of before is away from now on.
alter table doctors
  add column vacation_from timestamptz,
  add column vacation_until timestamptz,
  add column stand_in_id uuid,
  add column vacation_version integer not null default 1 check (vacation_version > 0),
  add foreign key (tenant_id, stand_in_id) references doctors (tenant_id, id),
  add constraint away_before_back check (vacation_from < vacation_until),
  add constraint away_from_somewhen check (vacation_from is not null or (vacation_until is null and stand_in_id is null)),
  add constraint another_stands_in check (stand_in_id <> id);
alter table doctors no force row level security;
update doctors set vacation_from = now() where vacation_mode;
alter table doctors force row level security;
alter table doctors drop column vacation_mode;
create index doctors_away on doctors (tenant_id, vacation_from) where vacation_from is not null;

alter type audit_code add value 'doctor.vacation-read';
alter type audit_code add value 'doctor.vacation-set';
alter type audit_code add value 'handover.listed';
alter type audit_code add value 'appointment.handed-over';
alter type audit_code add value 'reminder.queued';
alter type audit_code add value 'reminder.choice-read';
alter type audit_code add value 'reminder.choice-set';
alter type audit_code add value 'waitlist.listed';
alter type audit_code add value 'waitlist.joined';
alter type audit_code add value 'waitlist.withdrawn';
alter type audit_code add value 'waitlist.offered';
alter type audit_code add value 'waitlist.accepted';
alter type audit_code add value 'waitlist.declined';
alter type audit_code add value 'waitlist.lapsed';

-- More letters, to those that stand, whichever those are by now.
do $$
declare
  standing text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'mails_template_check' and conrelid = 'mails'::regclass);
begin
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template in (%L, %L, %L))',
    standing, 'visit-changed', 'visit-reminder', 'waitlist-offer');
end $$;

-- Hours before a visit in which it is reminded of, and minutes for which a time that became free is kept for one who waits.
alter table organisations
  add column reminder_hours smallint not null default 24 check (reminder_hours between 1 and 168),
  add column waitlist_minutes smallint not null default 30 check (waitlist_minutes between 5 and 1440);

-- Who wants no reminders on a channel; everybody else is reminded.
create table reminder_refusals (
  tenant_id uuid not null,
  user_id uuid not null,
  channel text not null check (channel in ('mail')),
  at timestamptz not null,
  primary key (tenant_id, user_id, channel),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);

-- Written in the transaction that writes the mails, so each visit is reminded of once on each channel, however many processes look.
create table reminders (
  tenant_id uuid not null,
  id uuid not null,
  appointment_id uuid not null,
  channel text not null check (channel in ('mail')),
  kind text not null check (kind in ('upcoming')),
  mail_ids uuid[] not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, appointment_id) references appointments (tenant_id, id),
  constraint once_for_each_channel unique (tenant_id, appointment_id, channel, kind)
);

alter table reminder_refusals enable row level security;
alter table reminder_refusals force row level security;
alter table reminders enable row level security;
alter table reminders force row level security;
create policy own on reminder_refusals to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and user_id = ctx_user());
create policy by_system on reminders to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system') with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
grant select, insert, delete on reminder_refusals to wardkeep_app;
grant select, insert on reminders to wardkeep_app;

-- Who waits for an earlier time, in the order in which they asked. `wish`: subject, language, weekdays and part of day, under the patient's key.
create table waitlist_entries (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  doctor_id uuid,
  wish sealed not null,
  from_date date not null,
  until_date date not null,
  -- When the last day is over in the organisation's own time zone.
  ends_at timestamptz not null,
  asked_by uuid,
  asked_at timestamptz not null,
  ended_at timestamptz,
  ending text check (ending in ('booked', 'withdrawn', 'over')),
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  foreign key (tenant_id, asked_by) references users (tenant_id, id),
  constraint first_before_last check (from_date <= until_date and until_date <= from_date + 366),
  constraint ends_with_a_reason check ((ended_at is null) = (ending is null))
);
create index waitlist_line on waitlist_entries (tenant_id, asked_at, id) where ended_at is null;
create index waitlist_of_patient on waitlist_entries (tenant_id, patient_id, asked_at) where ended_at is null;
create unique index waits_once_for_a_doctor on waitlist_entries (tenant_id, patient_id, doctor_id) where ended_at is null;

-- A time that became free, kept for one who waits; the row of the same id in `occupancies` keeps it from everybody else.
create table waitlist_offers (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  doctor_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  offered_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'declined', 'lapsed', 'withdrawn')),
  primary key (tenant_id, id),
  foreign key (tenant_id, entry_id) references waitlist_entries (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  constraint starts_before_it_ends check (starts_at < ends_at),
  constraint offered_for_a_while check (offered_at < expires_at and expires_at <= starts_at),
  constraint ends_with_an_outcome check ((ended_at is null) = (outcome is null)),
  constraint offered_once unique (tenant_id, entry_id, doctor_id, starts_at)
);
create unique index one_offer_of_a_time on waitlist_offers (tenant_id, doctor_id, starts_at) where ended_at is null;
create unique index one_offer_for_an_entry on waitlist_offers (tenant_id, entry_id) where ended_at is null;
create index offers_open on waitlist_offers (tenant_id, expires_at) where ended_at is null;

alter table waitlist_entries enable row level security;
alter table waitlist_entries force row level security;
alter table waitlist_offers enable row level security;
alter table waitlist_offers force row level security;
create policy waiting on waitlist_entries to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or ctx_role() in ('admin', 'reception', 'system')
    or exists (select from my_proxied where my_proxied.patient_id = waitlist_entries.patient_id and my_proxied.may_book)))
  with check (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or ctx_role() in ('admin', 'reception', 'system')
    or exists (select from my_proxied where my_proxied.patient_id = waitlist_entries.patient_id and my_proxied.may_book)));
create policy seen on waitlist_offers for select to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (
    select from waitlist_entries e where e.tenant_id = waitlist_offers.tenant_id and e.id = waitlist_offers.entry_id));
create policy by_system on waitlist_offers to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system') with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
grant select, insert, update on waitlist_entries, waitlist_offers to wardkeep_app;

-- What an offer keeps, the system gives back: to the next, or to the visit it becomes.
create policy offer_over on occupancies for delete to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system' and held_until is not null);

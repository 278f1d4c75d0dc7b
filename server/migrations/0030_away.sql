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

-- Alerts for what somebody must hear of, emergency access to a chart that ends by itself, and reviews that somebody else must close.

alter type audit_code add value 'alert.raised';
alter type audit_code add value 'alert.listed';
alter type audit_code add value 'alert.acknowledged';
alter type audit_code add value 'alert.closed';
alter type audit_code add value 'review.raised';
alter type audit_code add value 'review.listed';
alter type audit_code add value 'review.closed';
alter type audit_code add value 'break-glass.opened';
alter type audit_code add value 'break-glass.extended';
alter type audit_code add value 'break-glass.ended';
alter type audit_code add value 'break-glass.listed';

-- `cause`: what it was raised for, as ids and keyed hashes. However many see one cause, one alert of it stands until it is closed. The installation's own rows are of
-- accounts that do not exist: written so that a lock takes the same steps for them, and read by nobody.
create table alerts (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('account-locked', 'refresh-reused', 'passkey-copied', 'break-glass', 'spraying')),
  severity text not null check (severity in ('medium', 'high')),
  cause text not null check (length(cause) between 10 and 120),
  user_id uuid,
  patient_id uuid,
  subject_type text check (subject_type in ('session', 'passkey', 'break-glass')),
  subject_id uuid,
  raised_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'acknowledged', 'closed')),
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  closed_at timestamptz,
  closed_by uuid,
  note sealed,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, acknowledged_by) references users (tenant_id, id),
  foreign key (tenant_id, closed_by) references users (tenant_id, id),
  constraint of_a_subject check ((subject_type is null) = (subject_id is null)),
  constraint acknowledged_by_somebody check ((acknowledged_at is null) = (acknowledged_by is null)),
  constraint closed_by_somebody check ((closed_at is null) = (closed_by is null)),
  constraint state_as_done check (state = case when closed_at is not null then 'closed' when acknowledged_at is not null then 'acknowledged' else 'open' end)
);
create unique index one_alert_for_a_cause on alerts (tenant_id, kind, cause) where state <> 'closed';
create index alerts_by_state on alerts (tenant_id, state, id desc);

-- Forward alone, and what it was raised for stays.
create function alerts_move_forward() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' or new.state = 'open'
    or (new.tenant_id, new.id, new.kind, new.severity, new.cause, new.user_id, new.patient_id, new.subject_type, new.subject_id, new.raised_at)
      is distinct from (old.tenant_id, old.id, old.kind, old.severity, old.cause, old.user_id, old.patient_id, old.subject_type, old.subject_id, old.raised_at)
    or (old.acknowledged_at is not null and (new.acknowledged_at, new.acknowledged_by) is distinct from (old.acknowledged_at, old.acknowledged_by)) then
    raise exception 'an alert only moves forward' using errcode = 'restrict_violation', constraint = 'alerts_move_forward';
  end if;
  return new;
end $$;
create trigger alerts_move_forward before update on alerts for each row execute function alerts_move_forward();

alter table alerts enable row level security;
alter table alerts force row level security;
create policy run on alerts for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin', 'auditor'));
create policy raised on alerts for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
create policy moved on alerts for update to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'admin') with check (tenant_id = ctx_tenant() and ctx_role() = 'admin');
grant select, insert, update on alerts to wardkeep_app;

-- An attack on the whole installation is told to every organisation of it: ids alone.
create view active_organisations with (security_barrier) as select tenant_id from organisations where active;
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view active_organisations owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on active_organisations to wardkeep_app;

-- A doctor opened a chart that was not in their care: why, and until when. Of one doctor for one patient never two at once.
create table break_glass (
  tenant_id uuid not null,
  id uuid not null,
  doctor_id uuid not null,
  user_id uuid not null,
  patient_id uuid not null,
  extends_id uuid,
  reason sealed not null,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, extends_id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, extends_id) references break_glass (tenant_id, id),
  constraint at_most_an_hour check (ends_at >= opened_at and ends_at <= opened_at + interval '60 minutes'),
  constraint ended_as_it_ends check (ended_at = ends_at),
  constraint one_at_a_time exclude using gist (tenant_id with =, doctor_id with =, patient_id with =, tstzrange(opened_at, ends_at) with &&)
);
create index break_glass_of_doctor on break_glass (tenant_id, doctor_id, ends_at);

-- The chart opens and closes with the row, whoever writes it. It is never lengthened: who needs longer gives a new reason.
create function break_glass_opens_care() returns trigger language plpgsql as $$
begin
  insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
  values (new.tenant_id, new.id, new.patient_id, new.doctor_id, 'break-glass', new.id, tstzrange(new.opened_at, new.ends_at));
  return null;
end $$;
create trigger opens_care after insert on break_glass for each row execute function break_glass_opens_care();
create function break_glass_only_ends() returns trigger language plpgsql as $$
begin
  if new.ends_at > old.ends_at or old.ended_at is not null
    or (new.tenant_id, new.id, new.doctor_id, new.user_id, new.patient_id, new.extends_id, new.reason, new.opened_at)
      is distinct from (old.tenant_id, old.id, old.doctor_id, old.user_id, old.patient_id, old.extends_id, old.reason, old.opened_at) then
    raise exception 'emergency access only ends' using errcode = 'restrict_violation', constraint = 'break_glass_only_ends';
  end if;
  update care_relations set during = tstzrange(new.opened_at, new.ends_at)
  where tenant_id = new.tenant_id and source = 'break-glass' and source_id = new.id;
  return new;
end $$;
create trigger only_ends before update on break_glass for each row execute function break_glass_only_ends();

alter table break_glass enable row level security;
alter table break_glass force row level security;
create policy own_or_run on break_glass for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (doctor_id = ctx_doctor() or ctx_role() in ('system', 'admin')));
create policy opened on break_glass for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
create policy ended on break_glass for update to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system') with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
grant select, insert, update on break_glass to wardkeep_app;

-- Nobody gives themselves emergency access past the row that has the reason.
create policy emergencies_by_system on care_relations as restrictive for insert to wardkeep_app
  with check (source <> 'break-glass' or ctx_role() = 'system');
create policy emergencies_end_by_system on care_relations as restrictive for update to wardkeep_app
  using (source <> 'break-glass' or ctx_role() = 'system');

-- The patients whom nothing but emergency access puts into the care of the transaction's doctor now.
create index care_by_emergency on care_relations (tenant_id, doctor_id, patient_id) include (during) where source = 'break-glass';
create view my_emergencies as
  select e.patient_id from care_relations e
  where e.tenant_id = ctx_tenant() and e.doctor_id = ctx_doctor() and e.source = 'break-glass' and e.during @> ctx_now()
    and not exists (select from care_relations r where r.tenant_id = e.tenant_id and r.doctor_id = e.doctor_id and r.patient_id = e.patient_id
      and r.source <> 'break-glass' and r.during @> ctx_now());
grant create on schema public to wardkeep_gate;
alter view my_emergencies owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on my_emergencies to wardkeep_app;

-- What somebody did and somebody else must judge. `kind` is open: the contract has the list.
create table reviews (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (length(kind) between 2 and 40 and translate(kind, 'abcdefghijklmnopqrstuvwxyz-', '') = ''),
  cause_id uuid not null,
  subject_user_id uuid not null,
  patient_id uuid,
  about sealed not null,
  raised_at timestamptz not null,
  due_at timestamptz not null,
  outcome text check (outcome in ('justified', 'not-justified', 'needs-follow-up')),
  note sealed,
  closed_at timestamptz,
  closed_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, kind, cause_id),
  foreign key (tenant_id, subject_user_id) references users (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, closed_by) references users (tenant_id, id),
  constraint due_after_raised check (due_at > raised_at),
  constraint closed_whole check (num_nonnulls(outcome, note, closed_at, closed_by) in (0, 4)),
  constraint judged_by_another check (closed_by <> subject_user_id)
);
create index reviews_open on reviews (tenant_id, due_at, id) where closed_at is null;
create index reviews_closed on reviews (tenant_id, closed_at desc, id desc) where closed_at is not null;

create function reviews_close_once() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null
    or (new.tenant_id, new.id, new.kind, new.cause_id, new.subject_user_id, new.patient_id, new.about, new.raised_at, new.due_at)
      is distinct from (old.tenant_id, old.id, old.kind, old.cause_id, old.subject_user_id, old.patient_id, old.about, old.raised_at, old.due_at) then
    raise exception 'a closed review is final' using errcode = 'restrict_violation', constraint = 'reviews_close_once';
  end if;
  return new;
end $$;
create trigger close_once before update on reviews for each row execute function reviews_close_once();

alter table reviews enable row level security;
alter table reviews force row level security;
create policy run on reviews for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
create policy raised on reviews for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
create policy closed on reviews for update to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'admin') with check (tenant_id = ctx_tenant() and ctx_role() = 'admin');
grant select, insert, update on reviews to wardkeep_app;

-- One more letter, to those that stand, whichever those are by now.
do $$
declare
  standing text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'mails_template_check' and conrelid = 'mails'::regclass);
begin
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template = %L)', standing, 'alert');
end $$;

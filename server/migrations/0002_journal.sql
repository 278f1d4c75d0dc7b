-- The journal: one event for every touch of patient data, insert-only for the application, partitioned by month through its UUIDv7 key.

create type audit_code as enum (
  'account.registered', 'session.signed-in', 'session.second-factor', 'session.refreshed', 'session.refresh-reused', 'session.verified',
  'session.proven', 'session.signed-out', 'session.read', 'session.listed', 'session.revoked',
  'patient.listed', 'patient.read', 'patient.updated', 'patient.history-read', 'patient.access-log-read',
  'doctor.listed', 'doctor.read', 'doctor.slots-read', 'doctor.availability-read', 'doctor.availability-set',
  'appointment.listed', 'appointment.read', 'appointment.booked', 'appointment.cancelled',
  'record.listed', 'record.read', 'record.drafted', 'record.updated', 'record.signed', 'record.verified',
  'journal.read', 'request.refused', 'system.imported', 'system.seeded', 'system.started'
);

create sequence audit_sequence;

create table audit_events (
  tenant_id uuid not null,
  id uuid not null,
  sequence bigint not null default nextval('audit_sequence'),
  at timestamptz(3) not null default clock_timestamp(),
  actor_id uuid,
  actor_role text not null,
  via text not null check (via in ('session', 'key', 'receipt', 'system', 'none')),
  session_id uuid,
  action audit_code not null,
  outcome text not null check (outcome in ('allowed', 'denied', 'failed')),
  reason text check (reason ~ '^[A-Z_]{2,40}$'),
  rule text check (length(rule) <= 120),
  patient_ids uuid[] not null default '{}' check (cardinality(patient_ids) <= 100),
  resource_type text check (resource_type ~ '^[a-z-]{2,40}$'),
  resource_id uuid,
  resource_version integer,
  fields text[] check (cardinality(fields) <= 40),
  purpose text check (purpose ~ '^[A-Z]{2,10}$'),
  on_behalf_of uuid,
  request_id uuid not null,
  who sealed not null,
  address_index bytea,
  mac bytea not null check (octet_length(mac) = 32),
  primary key (tenant_id, id)
) partition by range (id);

create table audit_events_rest partition of audit_events default;

create index audit_by_actor on audit_events (tenant_id, actor_id, id);
create index audit_by_patient on audit_events using gin (patient_ids) with (fastupdate = on);

-- The month's partition, named by it; its border is the smallest UUIDv7 of that month. Called as owner at every start.
create function uuid_at(at timestamptz) returns uuid language sql immutable
  return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;
create function prepare_audit_months(first date, months integer) returns void language plpgsql as $$
declare
  month date;
begin
  for month in select (date_trunc('month', first::timestamp) + make_interval(months => n))::date from generate_series(0, months) n loop
    if to_regclass(format('audit_events_%s', to_char(month, 'YYYY_MM'))) is null then
      execute format('create table %I partition of audit_events for values from (%L) to (%L)', 'audit_events_' || to_char(month, 'YYYY_MM'),
        uuid_at(month::timestamp at time zone 'UTC'), uuid_at((month + interval '1 month')::timestamp at time zone 'UTC'));
    end if;
  end loop;
end $$;
revoke execute on function prepare_audit_months from public;

alter table audit_events enable row level security;
alter table audit_events force row level security;

-- One statement writes the events of a whole batch, so the border is the list of the batch's tenants, set just before.
create policy tenants_of_batch on audit_events for insert to wardkeep_app
  with check (tenant_id = any (string_to_array(nullif(current_setting('wardkeep.batch', true), ''), ',')::uuid[]));
-- The viewer: who runs or audits the organisation reads all of it, a patient what names them.
create policy readers on audit_events for select to wardkeep_auditor
  using (tenant_id = ctx_tenant()
    and (ctx_role() in ('admin', 'auditor', 'system') or (ctx_role() = 'patient' and patient_ids @> array[ctx_patient()])));

grant usage on sequence audit_sequence to wardkeep_app;
grant insert on audit_events to wardkeep_app;
grant select on audit_events to wardkeep_auditor;

create trigger never_changed before update or delete on audit_events for each row execute function refuse_change();

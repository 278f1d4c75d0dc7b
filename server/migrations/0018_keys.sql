-- Services: API keys that lead to a service's account, exact counts of requests with the limits they are held to, and what came of each day.

alter type audit_code add value 'api-key.made';
alter type audit_code add value 'api-key.listed';
alter type audit_code add value 'api-key.revoked';
alter type audit_code add value 'usage.read';
alter type audit_code add value 'request-limits.set';

-- Found by `prefix` before the tenant is known, through a view of wardkeep_gate alone, as sessions are. Of the key itself there is a keyed hash.
-- `standing` and `epoch` are what they are for a session: triggers keep them equal to the service and the organisation.
create table api_keys (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  prefix text not null unique check (prefix ~ '^wk_[0-9A-Za-z]{8}$'),
  key_hash bytea not null check (octet_length(key_hash) = 32),
  scopes text[] not null check (cardinality(scopes) between 1 and 20),
  per_minute integer check (per_minute > 0),
  made_by uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  standing boolean not null default false,
  epoch integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, made_by) references users (tenant_id, id),
  foreign key (tenant_id, revoked_by) references users (tenant_id, id),
  constraint at_most_ninety_days check (expires_at > made_at and expires_at <= made_at + interval '90 days'),
  constraint revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
create index api_keys_of_service on api_keys (tenant_id, user_id) where revoked_at is null;
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy run on api_keys to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
create policy gate_reads on api_keys for select to wardkeep_gate using (true);
create policy gate_moves on api_keys for update to wardkeep_gate using (true) with check (true);
grant select, insert, update on api_keys to wardkeep_app;
grant select, update (standing, epoch) on api_keys to wardkeep_gate;

create function key_begins() returns trigger language plpgsql as $$
begin
  select u.active and u.role = 'service' and o.active into strict new.standing
  from users u join organisations o on o.tenant_id = u.tenant_id
  where u.tenant_id = new.tenant_id and u.id = new.user_id for share;
  return new;
end $$;
create trigger begins before insert on api_keys for each row execute function key_begins();
create function user_moves_keys() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.api_keys k set standing = new.active and new.role = 'service' and o.active, epoch = k.epoch + 1
  from public.organisations o
  where k.tenant_id = new.tenant_id and k.user_id = new.id and k.revoked_at is null and o.tenant_id = new.tenant_id;
  return null;
end $$;
create function organisation_moves_keys() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.api_keys k set standing = new.active and u.active and u.role = 'service', epoch = k.epoch + 1
  from public.users u
  where k.tenant_id = new.tenant_id and k.revoked_at is null and u.tenant_id = k.tenant_id and u.id = k.user_id;
  return null;
end $$;

create view key_context with (security_barrier) as
  select k.id as key_id, k.prefix, k.key_hash, k.tenant_id, k.user_id, k.scopes, k.per_minute, k.expires_at, k.epoch,
    k.standing and k.revoked_at is null as alive,
    o.slug as organisation_slug, o.name as organisation_name, o.time_zone as organisation_time_zone, u.profile
  from api_keys k
  join users u on u.tenant_id = k.tenant_id and u.id = k.user_id
  join organisations o on o.tenant_id = k.tenant_id;
create view living_keys with (security_barrier) as
  select tenant_id, id, epoch, expires_at, user_id from api_keys where standing and revoked_at is null;

-- What a service reaches of patients: whom it books for, and the visits.
create policy services on patients for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() = 'service');
create policy services on appointments for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() = 'service');
create policy services_book on appointments for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'service');
create policy services_book on care_relations for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'service');

-- One row counts everything of a user, a key or a tenant: all requests ever, those of the day, and what the limits of the minute and the day
-- are measured by. `minute` is also when somebody last asked for something.
alter table request_counts
  add column minute timestamptz not null default '-infinity',
  add column minute_used integer not null default 0,
  add column day date not null default '-infinity',
  add column day_requests integer not null default 0,
  add column day_used integer not null default 0;

-- A day that is over, kept as it ended.
create table request_days (
  tenant_id uuid not null,
  day date not null,
  subject_id uuid not null,
  requests integer not null,
  primary key (tenant_id, day, subject_id)
);
alter table request_days enable row level security;
alter table request_days force row level security;
create policy run on request_days for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
create policy gate_keeps on request_days for insert to wardkeep_gate with check (true);
grant select on request_days to wardkeep_app;
grant insert on request_days to wardkeep_gate;
create function keep_day() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.request_days (tenant_id, day, subject_id, requests) values (old.tenant_id, old.day, old.subject_id, old.day_requests);
  return null;
end $$;
create trigger day_ends after update on request_counts for each row
  when (new.day > old.day and old.day_requests > 0) execute function keep_day();

-- What an organisation allows of its own; null where the default of the installation stands.
create table request_limits (
  tenant_id uuid primary key references organisations (tenant_id),
  user_minute integer check (user_minute > 0),
  user_day integer check (user_day > 0),
  key_minute integer check (key_minute > 0),
  key_day integer check (key_day > 0),
  tenant_minute integer check (tenant_minute > 0),
  tenant_day integer check (tenant_day > 0)
);
alter table request_limits enable row level security;
alter table request_limits force row level security;
create policy tenants_of_batch on request_limits for select to wardkeep_app
  using (tenant_id = ctx_tenant() or tenant_id = any (string_to_array(nullif(current_setting('wardkeep.batch', true), ''), ',')::uuid[]));
create policy set_by_admin on request_limits for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
create policy changed_by_admin on request_limits for update to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
grant select, insert, update on request_limits to wardkeep_app;

grant create on schema public to wardkeep_gate; -- a new owner must be able to make what it is given
alter view key_context owner to wardkeep_gate;
alter view living_keys owner to wardkeep_gate;
alter function user_moves_keys owner to wardkeep_gate;
alter function organisation_moves_keys owner to wardkeep_gate;
alter function keep_day owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
revoke execute on function user_moves_keys, organisation_moves_keys, keep_day from public;
grant select on key_context, living_keys to wardkeep_app;

create trigger moves_keys after update of role, active, profile on users for each row execute function user_moves_keys();
create trigger moves_keys after update of active, name, slug, time_zone on organisations for each row execute function organisation_moves_keys();

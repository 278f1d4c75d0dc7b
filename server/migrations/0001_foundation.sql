-- The ground everything stands on: the context of a transaction, organisations, users, sessions, and the tables that are read before a tenant is known.

create domain sealed as bytea constraint an_envelope check (octet_length(value) >= 50);

-- The context of a transaction (set_config(…, true)); an unset value is null, so every comparison with it is false.
create function ctx_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('wardkeep.tenant', true), '')::uuid;
create function ctx_user() returns uuid language sql stable parallel safe
  return nullif(current_setting('wardkeep.user', true), '')::uuid;
create function ctx_role() returns text language sql stable parallel safe
  return nullif(current_setting('wardkeep.role', true), '');
create function ctx_patient() returns uuid language sql stable parallel safe
  return nullif(current_setting('wardkeep.patient', true), '')::uuid;
create function ctx_doctor() returns uuid language sql stable parallel safe
  return nullif(current_setting('wardkeep.doctor', true), '')::uuid;
create function ctx_purpose() returns text language sql stable parallel safe
  return nullif(current_setting('wardkeep.purpose', true), '');
create function ctx_now() returns timestamptz language sql stable parallel safe
  return nullif(current_setting('wardkeep.now', true), '')::timestamptz;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation', constraint = tg_name;
end $$;

-- One row: which installation this database belongs to, and which profile made it.
create table installation (
  singleton boolean primary key default true check (singleton),
  id uuid not null,
  profile text not null check (profile in ('demo', 'production')),
  key_check sealed not null,
  made_at timestamptz not null
);

create table organisations (
  tenant_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,63}$'),
  name text not null,
  active boolean not null default true,
  open_registration boolean not null default false,
  staff_second_factor boolean not null default false,
  time_zone text not null,
  languages text[] not null,
  certifier jsonb not null,
  epoch integer not null default 1
);

create table users (
  tenant_id uuid not null references organisations (tenant_id),
  id uuid not null,
  role text not null check (role in ('patient', 'doctor', 'admin', 'reception', 'auditor', 'service')),
  active boolean not null default true,
  language text not null,
  password_hash text,
  email_index bytea not null unique,
  patient_id uuid,
  doctor_id uuid,
  profile sealed not null,
  epoch integer not null default 1,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, patient_id),
  unique (tenant_id, doctor_id)
);

create table second_factors (
  tenant_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('totp')),
  secret sealed not null,
  last_step bigint,
  confirmed_at timestamptz not null,
  primary key (tenant_id, user_id, kind),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);

create table sessions (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  secret_hash bytea unique,
  assurance integer not null check (assurance in (1, 2)),
  proven_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  client sealed not null,
  epoch integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint at_most_seven_days check (expires_at <= created_at + interval '7 days')
);
create unique index sessions_by_id on sessions (id);
create index sessions_of_user on sessions (tenant_id, user_id) where ended_at is null;

-- Locators: read before a tenant is known, so without row security; they hold keyed hashes and (tenant_id, id) only.
create table sign_in_names (
  name_hash bytea primary key,
  tenant_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('email', 'username')),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index sign_in_names_of_user on sign_in_names (tenant_id, user_id);

create table refresh_tokens (
  token_hash bytea primary key,
  tenant_id uuid not null,
  session_id uuid not null,
  spent_at timestamptz,
  expires_at timestamptz not null,
  foreign key (tenant_id, session_id) references sessions (tenant_id, id)
);
create index refresh_tokens_of_session on refresh_tokens (tenant_id, session_id);

create table sign_in_challenges (
  challenge_hash bytea primary key,
  tenant_id uuid not null,
  user_id uuid not null,
  tries integer not null default 0,
  used_at timestamptz,
  expires_at timestamptz not null,
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);

create table request_counts (
  tenant_id uuid not null,
  subject_id uuid not null,
  requests bigint not null,
  primary key (tenant_id, subject_id)
);

-- A change of role or state, or of the organisation's, is seen by the next request: the epoch is part of a session's stamp.
create function bump_epoch() returns trigger language plpgsql as $$
begin
  new.epoch := old.epoch + 1;
  return new;
end $$;
create trigger users_epoch before update of role, active, patient_id, doctor_id, profile on users for each row execute function bump_epoch();
create trigger sessions_epoch before update of assurance, proven_at, secret_hash, ended_at on sessions for each row execute function bump_epoch();
create trigger organisations_epoch before update of active, name, slug on organisations for each row execute function bump_epoch();

alter table organisations enable row level security;
alter table organisations force row level security;
alter table users enable row level security;
alter table users force row level security;
alter table second_factors enable row level security;
alter table second_factors force row level security;
alter table sessions enable row level security;
alter table sessions force row level security;
alter table request_counts enable row level security;
alter table request_counts force row level security;

create policy tenant_border on organisations to wardkeep_app
  using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
create policy own_or_run on users to wardkeep_app
  using (tenant_id = ctx_tenant() and (id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (id = ctx_user() or ctx_role() in ('system', 'admin')));
create policy own_or_run on second_factors to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
create policy own_or_run on sessions to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
-- One statement counts the requests of a whole batch, so the border is the list of the batch's tenants.
create policy tenants_of_batch on request_counts to wardkeep_app
  using (tenant_id = ctx_tenant() or tenant_id = any (string_to_array(nullif(current_setting('wardkeep.batch', true), ''), ',')::uuid[]))
  with check (tenant_id = any (string_to_array(nullif(current_setting('wardkeep.batch', true), ''), ',')::uuid[]));

-- The one window through which a session is recognised before any context stands. wardkeep_gate owns it and may read just these three tables.
create policy gate_reads on organisations for select to wardkeep_gate using (true);
create policy gate_reads on users for select to wardkeep_gate using (true);
create policy gate_reads on sessions for select to wardkeep_gate using (true);
grant select on organisations, users, sessions to wardkeep_gate;

create view session_context with (security_barrier) as
  select s.id as session_id, s.secret_hash, s.tenant_id, s.user_id, u.role, u.patient_id, u.doctor_id, s.assurance, s.proven_at, s.created_at,
         s.expires_at, s.ended_at is null and u.active and o.active as alive, s.epoch as session_epoch,
         u.epoch as user_epoch, o.epoch as organisation_epoch,
         o.slug as organisation_slug, o.name as organisation_name, o.time_zone as organisation_time_zone, u.profile
  from sessions s
  join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
  join organisations o on o.tenant_id = s.tenant_id;
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view session_context owner to wardkeep_gate;

-- Which organisation a stranger joins who registers: the one whose registration is open.
create view open_organisation with (security_barrier) as
  select tenant_id, slug from organisations where open_registration and active order by tenant_id limit 1;
alter view open_organisation owner to wardkeep_gate;
create view organisation_certifiers with (security_barrier) as
  select certifier from organisations where active;
alter view organisation_certifiers owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;

grant select, insert, update on users, second_factors, sessions, sign_in_names, refresh_tokens, sign_in_challenges to wardkeep_app;
grant select, insert, update on request_counts to wardkeep_app;
grant select, insert, update on organisations to wardkeep_app;
grant select on session_context, open_organisation, organisation_certifiers to wardkeep_app;
grant select, insert on installation to wardkeep_app;

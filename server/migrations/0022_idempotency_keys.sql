-- What a request with an Idempotency-Key made, so that the same request sent again finds it in place of making it twice. Keyed hashes and ids only.

create table idempotency_keys (
  tenant_id uuid not null,
  user_id uuid not null,
  key_hash bytea not null check (octet_length(key_hash) = 32),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  made_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, user_id, key_hash),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy own on idempotency_keys for all to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and user_id = ctx_user());
grant select, insert, delete on idempotency_keys to wardkeep_app;

-- Single sign-on by SAML 2.0. What a provider is, its keys too, is one envelope, which opens in its own row alone and not at all once it was altered.

create table sign_on_providers (
  tenant_id uuid not null,
  id uuid not null,
  settings sealed not null,
  -- Seconds that somebody's proof at the provider may be old.
  proof_seconds integer not null check (proof_seconds between 300 and 43200),
  active boolean not null default true,
  version integer not null default 1,
  added_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id) references organisations (tenant_id)
);

-- Whom a provider names, as a keyed hash for each provider: the same name of another provider is another one.
create table sign_on_links (
  tenant_id uuid not null,
  id uuid not null,
  provider_id uuid not null,
  user_id uuid not null,
  name_hash bytea not null check (octet_length(name_hash) = 32),
  name sealed not null,
  connected_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, provider_id) references sign_on_providers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint one_account_for_a_name unique (tenant_id, provider_id, name_hash),
  constraint one_name_for_an_account unique (tenant_id, user_id, provider_id)
);

-- Every message of a provider that was believed, until it would be refused for its age: it is believed once.
create table sign_on_messages (
  tenant_id uuid not null,
  id uuid not null,
  provider_id uuid not null,
  message_hash bytea not null check (octet_length(message_hash) = 32),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, provider_id) references sign_on_providers (tenant_id, id) on delete cascade,
  constraint believed_once unique (tenant_id, provider_id, message_hash)
);
create index sign_on_messages_by_age on sign_on_messages (tenant_id, expires_at);

-- What a provider said, from its answer until the browser comes for it.
create table sign_on_answers (
  tenant_id uuid not null,
  id uuid not null,
  provider_id uuid not null,
  -- Whose account is to be connected; null where somebody signs in.
  user_id uuid,
  ticket_hash bytea not null check (octet_length(ticket_hash) = 32),
  name_hash bytea not null check (octet_length(name_hash) = 32),
  -- Only of what is to be connected.
  name sealed,
  lasting boolean not null,
  index_hash bytea check (octet_length(index_hash) = 32),
  proven_at timestamptz not null,
  second_factor boolean not null,
  session_until timestamptz,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, provider_id) references sign_on_providers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index sign_on_answers_by_age on sign_on_answers (tenant_id, expires_at);

-- Locators: to which provider a domain leads, and what a browser began. Keyed hashes and ids alone.
create table sign_on_domains (
  domain_hash bytea primary key check (octet_length(domain_hash) = 32),
  tenant_id uuid not null,
  provider_id uuid not null,
  foreign key (tenant_id, provider_id) references sign_on_providers (tenant_id, id) on delete cascade
);
create index sign_on_domains_of_provider on sign_on_domains (tenant_id, provider_id);
create table sign_on_flows (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  browser_hash bytea not null unique check (octet_length(browser_hash) = 32),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  tenant_id uuid not null,
  provider_id uuid not null,
  -- Who connects, in which session; null where somebody signs in.
  user_id uuid,
  session_id uuid,
  expires_at timestamptz not null,
  answer_id uuid,
  foreign key (tenant_id, provider_id) references sign_on_providers (tenant_id, id) on delete cascade,
  constraint connects_in_a_session check ((user_id is null) = (session_id is null))
);
create index sign_on_flows_of_provider on sign_on_flows (tenant_id, provider_id);

-- A session knows by which connection it was opened, and which session of the provider it belongs to; so does the challenge between the two factors.
alter table sessions
  add column sign_on_link uuid,
  add column sign_on_index bytea check (octet_length(sign_on_index) = 32),
  add constraint sessions_sign_on_link_fkey foreign key (tenant_id, sign_on_link) references sign_on_links (tenant_id, id) on delete set null (sign_on_link);
create index sessions_by_sign_on on sessions (tenant_id, sign_on_link) where sign_on_link is not null and ended_at is null;
alter table sign_in_challenges
  add column sign_on_link uuid,
  add column sign_on_index bytea check (octet_length(sign_on_index) = 32),
  add column sign_on_until timestamptz,
  add constraint sign_in_challenges_sign_on_link_fkey foreign key (tenant_id, sign_on_link) references sign_on_links (tenant_id, id) on delete cascade;
create index sign_in_challenges_by_sign_on on sign_in_challenges (tenant_id, sign_on_link) where sign_on_link is not null;

alter table sign_on_providers enable row level security;
alter table sign_on_providers force row level security;
alter table sign_on_links enable row level security;
alter table sign_on_links force row level security;
alter table sign_on_messages enable row level security;
alter table sign_on_messages force row level security;
alter table sign_on_answers enable row level security;
alter table sign_on_answers force row level security;

create policy named on sign_on_providers for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy run on sign_on_providers to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system')) with check (tenant_id = ctx_tenant() and ctx_role() = 'admin');
create policy own_or_run on sign_on_links to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'));
create policy system_alone on sign_on_messages to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system') with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
create policy own_or_system on sign_on_answers to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'));

grant select, insert, update, delete on sign_on_providers, sign_on_links, sign_on_messages, sign_on_answers to wardkeep_app;
grant select, insert, update, delete on sign_on_domains, sign_on_flows to wardkeep_app;

do $$
declare stood text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template = %L)', stood, 'sign-on-changed');
end $$;

alter type audit_code add value 'sign-on.begun';
alter type audit_code add value 'sign-on.answered';
alter type audit_code add value 'sign-on.ended';
alter type audit_code add value 'sign-on.listed';
alter type audit_code add value 'sign-on.connecting';
alter type audit_code add value 'sign-on.connected';
alter type audit_code add value 'sign-on.disconnected';
alter type audit_code add value 'sign-on.providers-listed';
alter type audit_code add value 'sign-on.provider-added';
alter type audit_code add value 'sign-on.provider-changed';
alter type audit_code add value 'sign-on.provider-removed';

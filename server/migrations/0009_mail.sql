-- Mail waits in an outbox, written with its cause. Links that prove an e-mail address are kept as keyed hashes.

alter type audit_code add value 'password.reset-asked';
alter type audit_code add value 'password.reset';
alter type audit_code add value 'email.verification-asked';
alter type audit_code add value 'email.verified';
alter type audit_code add value 'mail.sent';
alter type audit_code add value 'mail.given-up';
alter type audit_code add value 'mailbox.read';

-- Whoever stands was put there by the demo, by an import or by the operator; only who registers from now on has to prove the address.
alter table users add column email_verified_at timestamptz;
alter table users no force row level security;
update users set email_verified_at = created_at;
alter table users force row level security;

-- `nobody`: written for a name that has no account, so that asking costs the same; never sent. `due_at` also keeps a mail that is being sent from
-- every other process. `content` is emptied when the mail is out.
create table mails (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid,
  template text not null check (template in ('reset', 'verification', 'already-registered', 'password-changed')),
  content sealed,
  state text not null check (state in ('waiting', 'sent', 'given-up', 'nobody')),
  queued_at timestamptz not null,
  useful_until timestamptz not null,
  due_at timestamptz,
  attempts integer not null default 0,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint due_while_waiting check ((state = 'waiting') = (due_at is not null)),
  constraint emptied_when_out check (state not in ('sent', 'given-up') or content is null)
);
create index mails_of_user on mails (tenant_id, user_id, queued_at);
create index mails_due on mails (due_at) where due_at is not null;

alter table mails enable row level security;
alter table mails force row level security;
create policy made on mails for insert to wardkeep_app with check (tenant_id = ctx_tenant());
create policy own_or_run on mails for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
create policy moved on mails for update to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system') with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
grant select, insert, update on mails to wardkeep_app;

-- What is due, of all organisations: ids alone.
create policy gate_reads on mails for select to wardkeep_gate using (true);
grant select (tenant_id, id, due_at) on mails to wardkeep_gate;
create view due_mails with (security_barrier) as select tenant_id, id, due_at from mails where due_at is not null;
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view due_mails owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on due_mails to wardkeep_app;

-- A locator: found by the hash of what the link carries. A row without a user leads nowhere; it is written for a name that has no account.
create table mailed_links (
  token_hash bytea primary key,
  kind text not null check (kind in ('reset', 'verification')),
  tenant_id uuid not null,
  user_id uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  replaced_at timestamptz,
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint at_most_ten_minutes check (expires_at <= made_at + interval '10 minutes')
);
create index mailed_links_of_user on mailed_links (tenant_id, user_id, kind, made_at);
grant select, insert, update on mailed_links to wardkeep_app;

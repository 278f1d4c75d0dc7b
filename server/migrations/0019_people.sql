-- The rest of people: accounts are closed, lost factors are reset by an administrator, users of other systems are imported, and dead rows go.

alter type audit_code add value 'account.closed';
alter type audit_code add value 'user.closed';
alter type audit_code add value 'user.factors-reset';
alter type audit_code add value 'user.imported';
alter type audit_code add value 'user.link-renewed';

-- A closed account keeps its row, since the journal, signatures and invitations name it; what it was signed in by is gone.
alter table users alter column email_index drop not null,
  add column closed_at timestamptz,
  add column closed_by uuid,
  add constraint closed_opens_nothing check ((closed_at is null) = (email_index is not null)
    and (closed_at is null or (not active and password_hash is null and patient_id is null))),
  add constraint closed_by_somebody check ((closed_at is null) = (closed_by is null)),
  add foreign key (tenant_id, closed_by) references users (tenant_id, id);

-- That somebody's second factors were taken away, by whom and why.
create table factor_resets (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  reason text not null check (reason in ('device-lost', 'device-replaced', 'codes-lost', 'misuse-suspected')),
  reset_by uuid not null,
  reset_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, reset_by) references users (tenant_id, id),
  constraint of_another check (user_id <> reset_by)
);
create index factor_resets_of_user on factor_resets (tenant_id, user_id);
alter table factor_resets enable row level security;
alter table factor_resets force row level security;
create policy run on factor_resets to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
grant select, insert on factor_resets to wardkeep_app;

-- Who runs the organisation may take these away; what they hold stays sealed.
alter policy own_or_run on passkeys
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
alter policy own_or_run on totp_enrolments
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
alter policy own_or_run on recovery_codes
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
alter policy own_or_run on email_changes
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() in ('system', 'admin')));
grant delete on sign_in_names, email_changes to wardkeep_app;

-- Two more letters, beside whatever there are.
do $$
declare stood text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  execute 'alter table mails drop constraint mails_template_check, add constraint mails_template_check '
    || replace(stood, ']', ', ''account-closed''::text, ''factors-reset''::text]');
end $$;

-- Housekeeping: what leads nowhere any more goes after a time.
grant delete on mailed_links, sign_in_challenges, answered_challenges, refresh_tokens, sessions, mails to wardkeep_app;
create policy swept on mails for delete to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() = 'system');
create view tenant_ids with (security_barrier) as select tenant_id from organisations;
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view tenant_ids owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on tenant_ids to wardkeep_app;

-- Second factors are set up by their owner, and where an organisation asks for one, a session without it can do nothing else.

alter type audit_code add value 'factor.listed';
alter type audit_code add value 'authenticator.begun';
alter type audit_code add value 'authenticator.confirmed';
alter type audit_code add value 'authenticator.removed';
alter type audit_code add value 'recovery-codes.made';
alter type audit_code add value 'recovery-code.used';
alter type audit_code add value 'passkey.begun';
alter type audit_code add value 'passkey.registered';
alter type audit_code add value 'passkey.renamed';
alter type audit_code add value 'passkey.removed';
alter type audit_code add value 'passkey.counter-fell';

-- Whoever makes an organisation from now on has to say so where its staff may do without.
alter table organisations alter column staff_second_factor set default true;

-- A secret that was shown and not yet proven. It is confirmed in the session that began it, and the last one begun counts.
create table totp_enrolments (
  tenant_id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  secret sealed not null,
  begun_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, session_id) references sessions (tenant_id, id)
);
create index totp_enrolments_of_session on totp_enrolments (tenant_id, session_id);

create table recovery_codes (
  tenant_id uuid not null,
  user_id uuid not null,
  code_hash bytea not null,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, user_id, code_hash),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);

-- What the authenticator holds and what it is called are sealed together; the counter is compared under a lock.
create table passkeys (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  credential sealed not null,
  counter bigint not null,
  registered_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index passkeys_of_user on passkeys (tenant_id, user_id);

-- Locators. Whose passkey it is, and which challenges were answered: an answer counts once.
create table passkey_locators (
  credential_hash bytea primary key,
  tenant_id uuid not null,
  user_id uuid not null,
  passkey_id uuid not null,
  foreign key (tenant_id, passkey_id) references passkeys (tenant_id, id) on delete cascade
);
create index passkey_locators_of_passkey on passkey_locators (tenant_id, passkey_id);
create table answered_challenges (
  challenge_hash bytea primary key,
  answered_at timestamptz not null
);

alter table passkeys enable row level security;
alter table passkeys force row level security;
create policy own_or_run on passkeys to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'));
grant select, insert, update, delete on passkeys to wardkeep_app;
grant select, insert on passkey_locators, answered_challenges to wardkeep_app;

alter table totp_enrolments enable row level security;
alter table totp_enrolments force row level security;
alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
create policy own_or_run on totp_enrolments to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'));
create policy own_or_run on recovery_codes to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'));
grant select, insert, update, delete on totp_enrolments, recovery_codes to wardkeep_app;
grant delete on second_factors to wardkeep_app;

-- When the second factor was last proven, apart from any proof: a password alone does not make a second factor fresh.
alter table sessions add column second_proven_at timestamptz;
alter table sessions no force row level security;
update sessions set second_proven_at = proven_at where assurance = 2;
alter table sessions force row level security;
alter table sessions add constraint level_two_was_proven check ((assurance = 2) = (second_proven_at is not null));

create policy gate_reads on second_factors for select to wardkeep_gate using (true);
grant select (tenant_id, user_id) on second_factors to wardkeep_gate;
create policy gate_reads on passkeys for select to wardkeep_gate using (true);
grant select (tenant_id, user_id) on passkeys to wardkeep_gate;
create or replace view session_context with (security_barrier) as
  select s.id as session_id, s.secret_hash, s.tenant_id, s.user_id, s.role, s.patient_id, s.doctor_id, s.assurance, s.proven_at, s.created_at,
         s.expires_at, s.ended_at is null and s.standing as alive, s.epoch,
         o.slug as organisation_slug, o.name as organisation_name, o.time_zone as organisation_time_zone, u.profile,
         s.second_proven_at, o.staff_second_factor,
         exists (select from second_factors f where f.tenant_id = s.tenant_id and f.user_id = s.user_id)
           or exists (select from passkeys p where p.tenant_id = s.tenant_id and p.user_id = s.user_id) as enrolled
  from sessions s
  join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
  join organisations o on o.tenant_id = s.tenant_id;

-- What an organisation asks of its staff, and that somebody now has a factor or has none any more, is seen by the next request of every session.
create trigger asks_for_factors after update of staff_second_factor on organisations
  for each row execute function organisation_moves_sessions();
create function factors_move_sessions() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.sessions s set epoch = s.epoch + 1
  where s.ended_at is null and (s.tenant_id, s.user_id) in ((coalesce(new.tenant_id, old.tenant_id), coalesce(new.user_id, old.user_id)));
  return null;
end $$;
grant create on schema public to wardkeep_gate; -- a new owner must be able to make what it is given
alter function factors_move_sessions owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
revoke execute on function factors_move_sessions from public;
create trigger moves_sessions after insert or delete on second_factors for each row execute function factors_move_sessions();
create trigger moves_sessions after insert or delete on passkeys for each row execute function factors_move_sessions();

alter table mails drop constraint mails_template_check, add constraint mails_template_check
  check (template in ('reset', 'verification', 'already-registered', 'password-changed', 'second-factor-changed', 'recovery-code-used'));

-- Mailed secrets that live ten minutes, what an organisation asks of codes and passkeys, and the latest time that was seen.

alter type audit_code add value 'link.renewal-asked';

-- Whatever a link stands for, its secret opens for ten minutes. What stands longer (an invitation, taking back a change of the address, the first
-- password of an organisation) lets whoever has the secret ask for a fresh one until then, and nothing else.
alter table mailed_links drop constraint no_longer_than_its_kind;
alter table mailed_links add column stands_until timestamptz;
update mailed_links set stands_until = expires_at, expires_at = least(expires_at, made_at + interval '10 minutes');
alter table mailed_links
  alter column stands_until set not null,
  add constraint ten_minutes_at_most check (expires_at <= made_at + interval '10 minutes'),
  add constraint stands_as_long_as_its_kind check (stands_until >= expires_at and stands_until <= made_at + case kind
    when 'first-password' then interval '24 hours'
    when 'invitation' then interval '7 days'
    when 'email-undo' then interval '3 days'
    else interval '10 minutes'
  end);

-- `totp_strict`: the code of the running half minute alone. `staff_factor`: of what kind the second factor of the staff must be.
alter table organisations
  add column totp_strict boolean not null default false,
  add column staff_factor text not null default 'any' check (staff_factor in ('any', 'passkey', 'device-bound-passkey'));

-- What the authenticator says of itself: whether the key can leave it (WebAuthn Level 3, 6.1.3). Of passkeys from before it is told at their next use.
alter table passkeys add column device_bound boolean not null default false;
grant select (device_bound) on passkeys to wardkeep_gate;
create trigger binding_moves_sessions after update of device_bound on passkeys
  for each row when (old.device_bound <> new.device_bound) execute function factors_move_sessions();
create trigger kinds_move_sessions after update of staff_factor on organisations
  for each row execute function organisation_moves_sessions();

create or replace view session_demands with (security_barrier) as
  select s.id as session_id, o.second_factor_roles, o.purpose_mode, o.staff_factor,
         exists (select from passkeys p where p.tenant_id = s.tenant_id and p.user_id = s.user_id) as has_passkey,
         exists (select from passkeys p where p.tenant_id = s.tenant_id and p.user_id = s.user_id and p.device_bound) as has_bound_passkey
  from sessions s join organisations o on o.tenant_id = s.tenant_id;

-- The latest time that a server of the installation has gone by: one that starts while the clock is behind it goes on from there.
create table latest_time (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null
);
grant select, insert, update on latest_time to wardkeep_app;

-- The address that an account uses from now on hears of it too.
do $$
declare stood text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template = %L)', stood, 'email-in-use');
end $$;

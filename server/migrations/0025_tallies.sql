-- What is counted beyond the window of a lock, and ends of many sessions at once.

alter type audit_code add value 'session.everybody-ended';
alter type audit_code add value 'password.disabled';
alter type audit_code add value 'journal.exported';

-- A locator: failures in a row of an account, known or not, and in a day from an address and from everywhere. What is counted for is a keyed hash alone.
create table sign_in_tallies (
  bucket_hash bytea primary key check (octet_length(bucket_hash) = 32),
  failures integer not null check (failures > 0),
  -- When the first of them was, and the last.
  since timestamptz not null,
  last_at timestamptz not null,
  constraint counts_on check (last_at >= since)
);
create index sign_in_tallies_by_age on sign_in_tallies (last_at);
grant select, insert, update, delete on sign_in_tallies to wardkeep_app;

-- Two more letters, beside whatever there are.
do $$
declare stood text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template in (%L, %L))',
    stood, 'sessions-ended', 'password-disabled');
end $$;

-- Since when an account has no password because the one it had was disabled, until its owner chooses another.
alter table users
  add column password_disabled_at timestamptz,
  add constraint disabled_is_gone check (password_disabled_at is null or password_hash is null);

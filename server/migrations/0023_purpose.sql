-- For what who runs an organisation reads charts, and the settings of an organisation.

alter type audit_code add value 'organisation.read';
alter type audit_code add value 'organisation.changed';
alter type audit_code add value 'organisation.suspended';
alter type audit_code add value 'organisation.resumed';

-- `purpose_mode`: without a purpose an administrator's reading of a chart is reviewed (open) or refused (strict). `review_days`: the installation's own
-- where the organisation has none.
alter table organisations
  add column purpose_mode text not null default 'open' check (purpose_mode in ('open', 'strict')),
  add column review_days integer check (review_days between 1 and 30),
  add column settings_version integer not null default 1 check (settings_version > 0);

-- Asked for where a session is recognised for the first time, or has moved on; and it moves on with the setting.
create or replace view session_demands with (security_barrier) as
  select s.id as session_id, o.second_factor_roles, o.purpose_mode from sessions s join organisations o on o.tenant_id = s.tenant_id;
create trigger purposes_move_sessions after update of purpose_mode on organisations
  for each row execute function organisation_moves_sessions();

-- Who gave no purpose gave no words either; and of one person, patient and day (UTC) there is one such review, however often they looked. A list of
-- several patients is one review of a day, without a patient.
alter table reviews
  alter column about drop not null,
  add constraint about_given check (about is not null or kind = 'admin-without-purpose');
create unique index one_review_a_day on reviews (tenant_id, subject_user_id, patient_id, ((raised_at at time zone 'UTC')::date))
  nulls not distinct where kind = 'admin-without-purpose';

-- A shorter life of sessions holds for those that stand too: never longer than they were given.
create function organisation_shortens_sessions() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.sessions s set expires_at = s.created_at + make_interval(secs => new.session_seconds), epoch = s.epoch + 1
  where s.tenant_id = new.tenant_id and s.ended_at is null and s.expires_at > s.created_at + make_interval(secs => new.session_seconds);
  return null;
end $$;
grant update (expires_at) on sessions to wardkeep_gate;
grant create on schema public to wardkeep_gate; -- a new owner must be able to make what it is given
alter function organisation_shortens_sessions owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
revoke execute on function organisation_shortens_sessions from public;
create trigger shortens_sessions after update of session_seconds on organisations
  for each row when (new.session_seconds < old.session_seconds) execute function organisation_shortens_sessions();

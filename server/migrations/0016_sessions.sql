-- Sessions: when they lock, when they end, where they have been seen, and that every end is written down.

alter type audit_code add value 'session.continued';
alter type audit_code add value 'session.expired';
alter type audit_code add value 'session.network-changed';
alter type audit_code add value 'session.browser-changed';
alter type audit_code add value 'session.others-ended';
alter type audit_code add value 'session.user-listed';
alter type audit_code add value 'session.user-ended';

-- Seconds. Five minutes at least, seven days at most, whatever is asked for.
alter table organisations
  add column staff_idle_seconds integer not null default 900 check (staff_idle_seconds between 300 and 604800),
  add column patient_idle_seconds integer not null default 3600 check (patient_idle_seconds between 300 and 604800),
  add column staff_proof_seconds integer not null default 43200 check (staff_proof_seconds between 300 and 604800),
  add column patient_proof_seconds integer not null default 86400 check (patient_proof_seconds between 300 and 604800),
  add column session_seconds integer not null default 604800 check (session_seconds between 300 and 604800);

-- `seen_at` is written about once a minute of use. `places` are keyed hashes of the networks and browsers that the session spoke from, each reported
-- once; `proven_places` those of them from which a proof as strong as the session was given. A session that stood before has none, so where it is
-- next is told as a change.
alter table sessions
  add column seen_at timestamptz,
  add column places text[] not null default '{}',
  add column proven_places text[] not null default '{}';
alter table sessions no force row level security;
update sessions set seen_at = created_at;
alter table sessions force row level security;
alter table sessions
  alter column seen_at set not null,
  add constraint hashes_of_places check (
    cardinality(places) <= 64 and cardinality(proven_places) <= 64
    and array_to_string(places || proven_places, '') ~ '^[0-9a-f]*$' and length(array_to_string(places || proven_places, '')) = 64 * cardinality(places || proven_places));

create trigger places_epoch before update of places, proven_places on sessions for each row execute function bump_epoch();
create trigger limits_move_sessions after update of staff_idle_seconds, patient_idle_seconds, staff_proof_seconds, patient_proof_seconds on organisations
  for each row execute function organisation_moves_sessions();

create or replace view session_context with (security_barrier) as
  select s.id as session_id, s.secret_hash, s.tenant_id, s.user_id, s.role, s.patient_id, s.doctor_id, s.assurance, s.proven_at, s.created_at,
         s.expires_at, s.ended_at is null and s.standing as alive, s.epoch,
         o.slug as organisation_slug, o.name as organisation_name, o.time_zone as organisation_time_zone, u.profile,
         s.second_proven_at, o.staff_second_factor,
         exists (select from second_factors f where f.tenant_id = s.tenant_id and f.user_id = s.user_id)
           or exists (select from passkeys p where p.tenant_id = s.tenant_id and p.user_id = s.user_id) as enrolled,
         s.seen_at, s.places, s.proven_places,
         o.staff_idle_seconds, o.patient_idle_seconds, o.staff_proof_seconds, o.patient_proof_seconds
  from sessions s
  join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
  join organisations o on o.tenant_id = s.tenant_id;

-- Sessions whose time is over and whose end nobody has written down yet, of all organisations: ids alone.
create index sessions_to_end on sessions (expires_at) where ended_at is null;
create view expired_sessions with (security_barrier) as select tenant_id, id, expires_at from sessions where ended_at is null;
grant create on schema public to wardkeep_gate; -- a view's new owner must be able to make one
alter view expired_sessions owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on expired_sessions to wardkeep_app;

-- One more kind of mail, beside whatever kinds stand by now.
do $$
declare stands text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  alter table mails drop constraint mails_template_check;
  execute 'alter table mails add constraint mails_template_check ' || replace(stands, 'ARRAY[', 'ARRAY[''session-elsewhere''::text, ');
end $$;

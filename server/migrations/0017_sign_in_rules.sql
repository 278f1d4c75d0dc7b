-- What an organisation asks of a sign-in: of which roles a second factor, and by what a new password is judged.

alter type audit_code add value 'token-keys.renewed';
alter type audit_code add value 'sign-in-rules.read';
alter type audit_code add value 'sign-in-rules.changed';

-- Beyond all of the staff (`staff_second_factor`), or where not all of it is asked: single roles, patients among them.
alter table organisations
  add column second_factor_roles text[] not null default '{}'
    check (second_factor_roles <@ array['patient', 'doctor', 'admin', 'reception', 'auditor'] and array_position(second_factor_roles, null) is null
      and cardinality(second_factor_roles) <= 5),
  add column sign_in_version integer not null default 1 check (sign_in_version > 0);

-- A view of its own, beside the session's other facts: it is asked for only where a session is recognised for the first time, or has moved on.
grant create on schema public to wardkeep_gate; -- a new owner must be able to make what it is given
create view session_demands with (security_barrier) as
  select s.id as session_id, o.second_factor_roles from sessions s join organisations o on o.tenant_id = s.tenant_id;
alter view session_demands owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on session_demands to wardkeep_app;

-- From the next request of every session on.
create trigger asks_roles_for_factors after update of second_factor_roles on organisations
  for each row execute function organisation_moves_sessions();

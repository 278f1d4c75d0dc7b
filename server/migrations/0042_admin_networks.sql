-- From where whoever runs an organisation may act: networks in CIDR form; none is everywhere.
alter table organisations
  add column admin_networks text[] not null default '{}' check (cardinality(admin_networks) <= 50);

-- A view of its own, beside the session's other facts: it is asked for only where a session is recognised for the first time, or has moved on.
grant create on schema public to wardkeep_gate; -- a new owner must be able to make what it is given
create view session_networks with (security_barrier) as
  select s.id as session_id, o.admin_networks from sessions s join organisations o on o.tenant_id = s.tenant_id;
alter view session_networks owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on session_networks to wardkeep_app;

-- From the next request of every session on.
create trigger networks_move_sessions after update of admin_networks on organisations
  for each row execute function organisation_moves_sessions();

alter type audit_code add value 'organisation.networks-lifted';

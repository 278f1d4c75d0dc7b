-- What an organisation's routing is told by: how much each doctor has to answer, and within how many hours.

-- Counted from the index alone: with row security in between, each open case would be looked up to count it.
grant select (tenant_id, doctor_id, state) on cases to wardkeep_gate;
create policy gate_counts on cases for select to wardkeep_gate using (tenant_id = ctx_tenant());
grant create on schema public to wardkeep_gate;
create view case_loads as
  select doctor_id as id, count(*)::integer as load from cases
  where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system') and state in ('queued', 'accepted') group by doctor_id;
alter view case_loads owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on case_loads to wardkeep_app;

-- Within how many hours an organisation answers cases of each urgency, where it says so itself. Cases that stand keep their deadlines.

create table case_hours (
  tenant_id uuid primary key references organisations (tenant_id),
  routine smallint not null check (routine between 1 and 720),
  soon smallint not null check (soon between 1 and 168),
  urgent smallint not null check (urgent between 1 and 24),
  constraint the_more_urgent_the_sooner check (urgent <= soon and soon <= routine)
);
alter table case_hours enable row level security;
alter table case_hours force row level security;
create policy known_to_all on case_hours for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy set_by_admins on case_hours to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'admin')
  with check (tenant_id = ctx_tenant() and ctx_role() = 'admin');
grant select, insert, update on case_hours to wardkeep_app;

alter type audit_code add value 'case.deadlines-read';
alter type audit_code add value 'case.deadlines-set';

-- What somebody holds counts to the day's cap of its kind, for everybody but its holder; released and expired holds do not.
create or replace view visits_by_type with (security_barrier) as
  select tenant_id, id, doctor_id, visit_type_id, starts_at from appointments
    where cancelled_at is null and visit_type_id is not null and tenant_id = ctx_tenant()
  union all
  select h.tenant_id, h.id, h.doctor_id, h.visit_type_id, h.starts_at from holds h
    where h.tenant_id = ctx_tenant() and h.visit_type_id is not null and h.expires_at > ctx_now() and h.user_id is distinct from ctx_user()
      and exists (select from occupancies o where o.tenant_id = h.tenant_id and o.holder_id = h.id);
grant select (doctor_id, visit_type_id, starts_at, expires_at) on holds to wardkeep_gate;
create index holds_of_doctor on holds (tenant_id, doctor_id, starts_at);

-- What the first answer said besides what it made, so that the same request is told the same again.
alter table idempotency_keys add column told jsonb;
grant update (told) on idempotency_keys to wardkeep_app;

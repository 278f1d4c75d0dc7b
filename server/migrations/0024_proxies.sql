-- Proxies: a guardian or carer acts for a patient. The link is a care relation like any other fact that opens a chart.

-- The age at which a patient acts alone: a link that is made for a younger one ends with that birthday.
alter table organisations add column proxy_until_age smallint not null default 18 check (proxy_until_age between 12 and 25);

alter table care_relations
  add column capacity text check (capacity in ('guardian', 'carer')),
  -- Reading comes with every link; visits are given on top of it.
  add column may_book boolean,
  add constraint proxies_say_what check ((source = 'proxy') = (proxy_user_id is not null) and (source = 'proxy') = (capacity is not null)
    and (source = 'proxy') = (may_book is not null)),
  -- Two who link at once make one link, not two.
  add constraint one_link_at_a_time
    exclude using gist (tenant_id with =, patient_id with =, proxy_user_id with =, during with &&) where (source = 'proxy' and ended_at is null);
drop index care_of_proxy;
create index care_of_proxy on care_relations (tenant_id, proxy_user_id, patient_id) include (during, ended_at, may_book) where proxy_user_id is not null;

-- For whom the transaction's user acts now. Who works here reaches charts by that work alone, so nobody but a patient's account acts for another.
grant create on schema public to wardkeep_gate;
create view my_proxied as
  select patient_id, may_book from care_relations
  where tenant_id = ctx_tenant() and proxy_user_id = ctx_user() and ctx_role() = 'patient' and ended_at is null and during @> ctx_now();
-- Who acts or acted for a patient is known by name to the patient and to who runs the organisation.
create view known_proxies with (security_barrier) as
  select u.tenant_id, u.id, u.profile from users u
  where u.tenant_id = ctx_tenant() and exists (select from care_relations r
    where r.tenant_id = u.tenant_id and r.proxy_user_id = u.id and (ctx_role() in ('admin', 'system') or r.patient_id = ctx_patient()));
alter view my_proxied owner to wardkeep_gate;
alter view known_proxies owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on my_proxied to wardkeep_app, wardkeep_auditor;
grant select on known_proxies to wardkeep_app;

-- A proxy reads what the patient reads: the chart, what is signed, what was imported, and who looked.
alter policy visible on patients
  using (tenant_id = ctx_tenant() and (id = ctx_patient() or ctx_role() in ('admin', 'reception', 'system')
    or exists (select from my_care where my_care.patient_id = patients.id)
    or exists (select from my_proxied where my_proxied.patient_id = patients.id)));
alter policy known_to_auditor on patients
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'auditor', 'system') or id = ctx_patient()
    or exists (select from my_proxied where my_proxied.patient_id = patients.id)));
alter policy readers on audit_events
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'auditor', 'system')
    or (ctx_role() = 'patient' and (patient_ids @> array[ctx_patient()]
      or exists (select from my_proxied where audit_events.patient_ids @> array[my_proxied.patient_id])))));
alter policy visible on patient_search_tokens
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or patient_id = ctx_patient()
    or exists (select from my_care where my_care.patient_id = patient_search_tokens.patient_id)
    or exists (select from my_proxied where my_proxied.patient_id = patient_search_tokens.patient_id)));
alter policy clinical on history_entries
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or ctx_role() in ('admin', 'system')
    or exists (select from my_care where my_care.patient_id = history_entries.patient_id)
    or exists (select from my_proxied where my_proxied.patient_id = history_entries.patient_id)));
alter policy clinical on records
  using (tenant_id = ctx_tenant() and ((patient_id = ctx_patient() and state <> 'draft') or ctx_role() in ('admin', 'system')
    or ((author_id = ctx_doctor() or state <> 'draft') and exists (select from my_care where my_care.patient_id = records.patient_id))
    or (state <> 'draft' and exists (select from my_proxied where my_proxied.patient_id = records.patient_id))));

-- Visits are seen, booked and cancelled by a proxy to whom that was given.
alter policy taking_part on appointments
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() in ('admin', 'reception', 'system')
    or exists (select from my_proxied where my_proxied.patient_id = appointments.patient_id and my_proxied.may_book)))
  with check (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or doctor_id = ctx_doctor() or ctx_role() in ('admin', 'reception', 'system')
    or exists (select from my_proxied where my_proxied.patient_id = appointments.patient_id and my_proxied.may_book)));
alter policy visible on care_relations
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'auditor', 'system') or doctor_id = ctx_doctor()
    or patient_id = ctx_patient() or proxy_user_id = ctx_user()
    or exists (select from my_care where my_care.patient_id = care_relations.patient_id)
    or (doctor_id is not null and exists (select from my_proxied where my_proxied.patient_id = care_relations.patient_id))));
alter policy made on care_relations
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'system')
    or (source = 'appointment' and (ctx_role() = 'reception' or patient_id = ctx_patient()
      or exists (select from my_proxied where my_proxied.patient_id = care_relations.patient_id and my_proxied.may_book)))
    or (source in ('case', 'break-glass') and doctor_id = ctx_doctor())));
-- Who is a party to a relation may end it, never prolong it; a proxy ends what a visit opened that they cancel.
alter policy changed on care_relations
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or doctor_id = ctx_doctor() or patient_id = ctx_patient()
    or proxy_user_id = ctx_user()
    or (source = 'appointment' and exists (select from my_proxied where my_proxied.patient_id = care_relations.patient_id and my_proxied.may_book))))
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'system') or (source = 'appointment' and ctx_role() = 'reception')
    or ((doctor_id = ctx_doctor() or patient_id = ctx_patient() or proxy_user_id = ctx_user()
        or (source = 'appointment' and exists (select from my_proxied where my_proxied.patient_id = care_relations.patient_id and my_proxied.may_book)))
      and (ended_at <= ctx_now() or isempty(during) or upper(during) <= ctx_now()))));

-- A link is made once and only ends: its scope is not widened, nor its end moved away.
create function links_only_end() returns trigger language plpgsql as $$
begin
  if old.source = 'proxy' and (old.ended_at is not null
    or coalesce(upper(new.during), 'infinity') > coalesce(upper(old.during), 'infinity')
    or (new.source, new.patient_id, new.proxy_user_id, new.capacity, new.may_book, new.made_by, lower(new.during))
      is distinct from (old.source, old.patient_id, old.proxy_user_id, old.capacity, old.may_book, old.made_by, lower(old.during))) then
    raise exception 'a link only ends' using errcode = 'restrict_violation', constraint = 'links_only_end';
  end if;
  return new;
end $$;
create trigger links_only_end before update on care_relations for each row when (old.source = 'proxy') execute function links_only_end();

alter type audit_code add value 'proxy.listed';
alter type audit_code add value 'proxy.linked';
alter type audit_code add value 'proxy.ended';
alter type audit_code add value 'proxy.own-listed';

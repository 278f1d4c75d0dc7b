-- Care teams, and what explains why somebody may see a chart.

-- An ending acts by its commit, not by anybody's clock: a process whose clock is behind must not serve what has been ended.
alter table care_relations
  add column cause text check (cause in ('treating', 'covering', 'consulting', 'other')),
  add column made_by uuid,
  add column ended_at timestamptz,
  add column ended_by uuid,
  add column ending text check (ending in ('completed', 'handed-over', 'patient-request', 'mistake', 'other')),
  add foreign key (tenant_id, made_by) references users (tenant_id, id),
  add foreign key (tenant_id, ended_by) references users (tenant_id, id),
  add constraint ended_by_somebody_at_some_time check (ended_by is null or ended_at is not null),
  -- Two administrators who assign at once make one place, not two.
  add constraint one_place_in_a_team
    exclude using gist (tenant_id with =, patient_id with =, doctor_id with =, during with &&) where (source = 'care-team' and ended_at is null);

drop index care_of_doctor;
create index care_of_doctor on care_relations (tenant_id, doctor_id, patient_id) include (during, ended_at);
create index care_of_patient on care_relations (tenant_id, patient_id, id);

grant create on schema public to wardkeep_gate; -- whoever replaces or is given a view must be able to make one
create or replace view my_care as
  select patient_id from care_relations
  where tenant_id = ctx_tenant() and doctor_id = ctx_doctor() and ended_at is null and during @> ctx_now();
create or replace view my_emergencies as
  select e.patient_id from care_relations e
  where e.tenant_id = ctx_tenant() and e.doctor_id = ctx_doctor() and e.source = 'break-glass' and e.ended_at is null and e.during @> ctx_now()
    and not exists (select from care_relations r where r.tenant_id = e.tenant_id and r.doctor_id = e.doctor_id and r.patient_id = e.patient_id
      and r.source <> 'break-glass' and r.ended_at is null and r.during @> ctx_now());

-- Who cares for a patient is known to the patient, to those who care, and to who runs or audits the organisation.
alter policy visible on care_relations
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'auditor', 'system') or doctor_id = ctx_doctor()
    or patient_id = ctx_patient() or proxy_user_id = ctx_user()
    or exists (select from my_care where my_care.patient_id = care_relations.patient_id)));
-- A service sees what its own bookings opened, and nothing else of who cares for whom.
create policy services_see_theirs on care_relations for select to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'service' and made_by = ctx_user());
-- A care team is assigned by who runs the organisation. Nobody opens a chart to themselves but by breaking the glass or taking a case.
alter policy made on care_relations
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'system')
    or (source = 'appointment' and (ctx_role() = 'reception' or patient_id = ctx_patient()))
    or (source in ('case', 'break-glass') and doctor_id = ctx_doctor())));
-- Doctor and patient may end a relation, never prolong it.
alter policy changed on care_relations
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'system') or (source = 'appointment' and ctx_role() = 'reception')
    or ((doctor_id = ctx_doctor() or patient_id = ctx_patient())
      and (ended_at <= ctx_now() or isempty(during) or upper(during) <= ctx_now()))));

-- A patient who asks who looked at a chart learns nothing of the charts of others, not even that they are there.
alter policy known_to_auditor on patients
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'auditor', 'system') or id = ctx_patient()));

-- What an explanation needs to know of people and things: ids and states, for who runs or audits the organisation.
create view access_people with (security_barrier) as
  select tenant_id, id, role, active, patient_id, doctor_id from users where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor');
create view access_subjects with (security_barrier) as
  select tenant_id, 'patient' as type, id, id as patient_id, null::uuid as doctor_id, null::uuid as author_id, false as draft
  from patients where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor')
  union all
  select tenant_id, 'appointment', id, patient_id, doctor_id, null, false
  from appointments where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor')
  union all
  select tenant_id, 'record', id, patient_id, null, author_id, state = 'draft'
  from records where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor')
  union all
  select tenant_id, 'doctor', id, null, id, null, false
  from doctors where tenant_id = ctx_tenant() and ctx_role() in ('admin', 'auditor');
create policy gate_reads on patients for select to wardkeep_gate using (tenant_id = ctx_tenant());
create policy gate_reads on records for select to wardkeep_gate using (tenant_id = ctx_tenant());
create policy gate_reads on doctors for select to wardkeep_gate using (tenant_id = ctx_tenant());
grant select (tenant_id, id) on patients, doctors to wardkeep_gate;
grant select (tenant_id, id, patient_id, author_id, state) on records to wardkeep_gate;
alter view access_people owner to wardkeep_gate;
alter view access_subjects owner to wardkeep_gate;
revoke create on schema public from wardkeep_gate;
grant select on access_people, access_subjects to wardkeep_app;

alter type audit_code add value 'care-team.read';
alter type audit_code add value 'care-team.assigned';
alter type audit_code add value 'care-team.ended';
alter type audit_code add value 'care-team.listed';
alter type audit_code add value 'access.explained';

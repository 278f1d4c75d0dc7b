-- What was linked to a chart is read by whom the chart is open to: the patient, who acts for them, and the doctors in whose care they are.

drop policy readers on legacy_links;
create policy readers on legacy_links for select to wardkeep_app using (
  tenant_id = ctx_tenant() and (
    ctx_role() in ('admin', 'system')
    or patient_id = ctx_patient()
    or exists (select from my_care where my_care.patient_id = legacy_links.patient_id)
    or exists (select from my_proxied where my_proxied.patient_id = legacy_links.patient_id)
  )
);
create policy meant on legacy_links as restrictive for select to wardkeep_app using (ctx_acting() is null or patient_id = ctx_acting());

drop policy readers on legacy_cases;
create policy readers on legacy_cases for select to wardkeep_app using (
  tenant_id = ctx_tenant() and (
    ctx_role() in ('admin', 'system')
    or exists (select from legacy_links l where l.tenant_id = legacy_cases.tenant_id and l.case_id = legacy_cases.id)
  )
);

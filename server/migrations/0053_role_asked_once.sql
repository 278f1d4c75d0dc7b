-- Whether whoever asks is staff is said once for a statement: as a part of the row's own condition it was said anew for each of the million rows that two letters of a
-- name may lead through.
alter policy visible on patient_search_tokens using (tenant_id = ctx_tenant() and ((select ctx_role() in ('admin', 'reception', 'system')) or patient_id = ctx_patient()
  or exists (select from my_care where my_care.patient_id = patient_search_tokens.patient_id)
  or exists (select from my_proxied where my_proxied.patient_id = patient_search_tokens.patient_id)));

-- Finding a chart by name or insurance id, where the database holds neither: keyed hashes of the beginnings of every word, one row each.

create table patient_search_tokens (
  tenant_id uuid not null,
  token bytea not null check (length(token) = 16),
  patient_id uuid not null,
  primary key (tenant_id, token, patient_id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id)
);
create index search_tokens_of_patient on patient_search_tokens (tenant_id, patient_id);

alter table patient_search_tokens enable row level security;
alter table patient_search_tokens force row level security;

-- Who may not see a chart must not find it either. One policy for each command, so that a read meets one.
create policy visible on patient_search_tokens for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or patient_id = ctx_patient()
    or exists (select from my_care where my_care.patient_id = patient_search_tokens.patient_id)));
create policy made on patient_search_tokens for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or patient_id = ctx_patient()));
create policy replaced on patient_search_tokens for delete to wardkeep_app
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'system') or patient_id = ctx_patient()));

grant select, insert, delete on patient_search_tokens to wardkeep_app;

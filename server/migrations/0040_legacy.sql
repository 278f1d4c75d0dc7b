-- Cases of the system before: read by staff, linked once to a patient who was verified, and otherwise as they came.

create table legacy_cases (
  tenant_id uuid not null,
  id uuid not null,
  -- Which row of the export it was, and what it said, as keyed hashes: the same row again makes nothing.
  source_index bytea not null check (octet_length(source_index) = 32),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  -- What the system before called its user, by which staff search. It opens nothing.
  label_index bytea check (octet_length(label_index) = 32),
  vendor_id text check (length(vendor_id) between 1 and 60),
  submitted_at timestamptz not null,
  content sealed not null,
  -- What the system before had encrypted, byte for byte, and never opened here.
  user_crypt sealed,
  imported_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id) references organisations (tenant_id),
  unique (tenant_id, source_index)
);
create index legacy_cases_in_time on legacy_cases (tenant_id, submitted_at, id);
create index legacy_cases_by_label on legacy_cases (tenant_id, label_index, submitted_at, id) where label_index is not null;

-- One row a case: of two who link at once, one does.
create table legacy_links (
  tenant_id uuid not null,
  case_id uuid not null,
  patient_id uuid not null,
  evidence text not null check (evidence in ('identity-document', 'known-in-person', 'member-check')),
  by_user uuid not null,
  at timestamptz not null,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, case_id) references legacy_cases (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, by_user) references users (tenant_id, id)
);
create index legacy_links_of_patient on legacy_links (tenant_id, patient_id, case_id);

create trigger never_changed before update or delete on legacy_cases for each row execute function refuse_change();
create trigger never_changed before update or delete on legacy_links for each row execute function refuse_change();

alter table legacy_cases enable row level security;
alter table legacy_cases force row level security;
alter table legacy_links enable row level security;
alter table legacy_links force row level security;

create policy readers on legacy_cases for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));
create policy imported on legacy_cases for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
-- Whoever migrates may carry `user_crypt` on; the runtime role writes it and has no right to read it.
create policy migrating on legacy_cases for select to wardkeep_owner using (true);
create policy readers on legacy_links for select to wardkeep_app using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));
create policy linked on legacy_links for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and ctx_role() = 'admin' and by_user = ctx_user());

grant insert on legacy_cases to wardkeep_app;
grant select (tenant_id, id, source_index, content_hash, label_index, vendor_id, submitted_at, content, imported_at) on legacy_cases to wardkeep_app;
grant select, insert on legacy_links to wardkeep_app;

alter type audit_code add value 'legacy.imported';
alter type audit_code add value 'legacy.listed';
alter type audit_code add value 'legacy.read';
alter type audit_code add value 'legacy.linked';

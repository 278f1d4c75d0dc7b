-- Medical records: versions that are never changed, and signatures by the doctor's own key.

create table signing_keys (
  tenant_id uuid not null,
  id text not null check (id ~ '^[A-Za-z0-9_-]{43}$'), -- the key's RFC 7638 thumbprint
  doctor_id uuid not null,
  public_jwk jsonb not null,
  certificate text not null,
  private_key sealed not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, doctor_id) references doctors (tenant_id, id)
);
create index signing_keys_of_doctor on signing_keys (tenant_id, doctor_id);

create table records (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  appointment_id uuid,
  author_id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'signed', 'locked', 'retracted')),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, appointment_id) references appointments (tenant_id, id),
  foreign key (tenant_id, author_id) references doctors (tenant_id, id)
);
create index records_of_patient on records (tenant_id, patient_id, created_at desc, id desc);

create table record_versions (
  tenant_id uuid not null,
  record_id uuid not null,
  version integer not null,
  content sealed not null,
  by_user uuid,
  at timestamptz not null,
  primary key (tenant_id, record_id, version),
  foreign key (tenant_id, record_id) references records (tenant_id, id),
  foreign key (tenant_id, by_user) references users (tenant_id, id)
);

create table record_signatures (
  tenant_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  version integer not null,
  kid text not null,
  signer_id uuid not null,
  jws text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, record_id, version, signer_id),
  foreign key (tenant_id, record_id, version) references record_versions (tenant_id, record_id, version),
  foreign key (tenant_id, kid) references signing_keys (tenant_id, id),
  foreign key (tenant_id, signer_id) references doctors (tenant_id, id)
);

-- A signed record's content stands: nothing is added to it and its state never goes back to draft.
create function only_drafts_change() returns trigger language plpgsql as $$
begin
  if not exists (select from records r where r.tenant_id = new.tenant_id and r.id = new.record_id and r.state = 'draft') then
    raise exception 'only a draft takes a new version' using errcode = 'restrict_violation', constraint = 'only_drafts_change';
  end if;
  return new;
end $$;
create trigger only_drafts_change before insert on record_versions for each row execute function only_drafts_change();
create trigger never_changed before update or delete on record_versions for each row execute function refuse_change();
create trigger never_changed before update or delete on record_signatures for each row execute function refuse_change();

create function records_move_forward() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.state = 'draft'
    or (new.tenant_id, new.id, new.version, new.patient_id, new.author_id, new.appointment_id, new.created_at, new.updated_at)
      is distinct from (old.tenant_id, old.id, old.version, old.patient_id, old.author_id, old.appointment_id, old.created_at, old.updated_at)) then
    raise exception 'a signed record is not changed' using errcode = 'restrict_violation', constraint = 'records_move_forward';
  end if;
  return new;
end $$;
create trigger records_move_forward before update on records for each row execute function records_move_forward();

alter table signing_keys enable row level security;
alter table signing_keys force row level security;
alter table records enable row level security;
alter table records force row level security;
alter table record_versions enable row level security;
alter table record_versions force row level security;
alter table record_signatures enable row level security;
alter table record_signatures force row level security;

create policy certified on signing_keys for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy kept on signing_keys for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));

-- A draft is its author's; the patient reads what is signed.
create policy clinical on records to wardkeep_app
  using (tenant_id = ctx_tenant() and (
    (patient_id = ctx_patient() and state <> 'draft') or ctx_role() in ('admin', 'system')
    or (ctx_doctor() is not null and (author_id = ctx_doctor() or state <> 'draft') and exists (
      select from care_relations r
      where r.tenant_id = ctx_tenant() and r.doctor_id = ctx_doctor() and r.patient_id = records.patient_id and r.during @> ctx_now()))))
  with check (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'system') or (author_id = ctx_doctor() and exists (
      select from care_relations r
      where r.tenant_id = ctx_tenant() and r.doctor_id = ctx_doctor() and r.patient_id = records.patient_id and r.during @> ctx_now()))));
create policy of_visible_records on record_versions to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from records r where r.tenant_id = record_versions.tenant_id and r.id = record_versions.record_id))
  with check (tenant_id = ctx_tenant() and exists (select from records r where r.tenant_id = record_versions.tenant_id and r.id = record_versions.record_id));
create policy of_visible_records on record_signatures to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from records r where r.tenant_id = record_signatures.tenant_id and r.id = record_signatures.record_id))
  with check (tenant_id = ctx_tenant() and signer_id = ctx_doctor());

grant select, insert on signing_keys, record_versions, record_signatures to wardkeep_app;
grant select, insert, update on records to wardkeep_app;

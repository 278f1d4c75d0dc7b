-- What becomes of a record: a draft may be deleted, what is signed is added to or retracted, and nothing of either ever leaves the table.

create table record_retractions (
  tenant_id uuid not null,
  record_id uuid not null,
  version integer not null,
  by_user uuid not null,
  signing_key text, -- of the author who retracts; without one the organisation signs, by its certifier, for who runs it
  certifier text check (certifier ~ '^[A-Za-z0-9_-]{43}$'),
  statement sealed not null,
  jws text not null,
  at timestamptz not null,
  primary key (tenant_id, record_id),
  constraint one_signer check (num_nonnulls(signing_key, certifier) = 1),
  foreign key (tenant_id, record_id, version) references record_versions (tenant_id, record_id, version),
  foreign key (tenant_id, by_user) references users (tenant_id, id),
  foreign key (tenant_id, signing_key) references signing_keys (tenant_id, id)
);

alter table records
  add column deleted_at timestamptz,
  add column deleted_by uuid,
  add column adds_to uuid,
  add constraint only_drafts_are_deleted check (deleted_at is null or state = 'draft'),
  add constraint somebody_deleted check ((deleted_at is null) = (deleted_by is null)),
  add foreign key (tenant_id, deleted_by) references users (tenant_id, id),
  add foreign key (tenant_id, adds_to) references records (tenant_id, id);
create index addenda_of_record on records (tenant_id, adds_to) where adds_to is not null;

create function records_begin_as_drafts() returns trigger language plpgsql as $$
begin
  if new.state <> 'draft' or new.version <> 1 or new.deleted_at is not null then
    raise exception 'a record begins as a draft' using errcode = 'restrict_violation', constraint = 'records_begin_as_drafts';
  end if;
  if new.adds_to is not null and not exists (select from records r
    where r.tenant_id = new.tenant_id and r.id = new.adds_to and r.patient_id = new.patient_id and r.state in ('signed', 'locked')) then
    raise exception 'only a signed record is added to' using errcode = 'restrict_violation', constraint = 'records_begin_as_drafts';
  end if;
  return new;
end $$;
create trigger records_begin_as_drafts before insert on records for each row execute function records_begin_as_drafts();

-- draft → signed by a signature over its version, signed → locked, both → retracted by a retraction; a deleted draft stays what it was.
create or replace function records_move_forward() returns trigger language plpgsql as $$
begin
  if old.deleted_at is not null then
    raise exception 'a deleted draft is not changed' using errcode = 'restrict_violation', constraint = 'records_move_forward';
  end if;
  if (new.tenant_id, new.id, new.patient_id, new.author_id, new.created_at, new.adds_to)
    is distinct from (old.tenant_id, old.id, old.patient_id, old.author_id, old.created_at, old.adds_to) then
    raise exception 'whose record it is, a draft or a signed record, is not changed' using errcode = 'restrict_violation', constraint = 'records_move_forward';
  end if;
  if old.state <> 'draft'
    and (new.version, new.appointment_id, new.updated_at) is distinct from (old.version, old.appointment_id, old.updated_at) then
    raise exception 'a signed record is not changed' using errcode = 'restrict_violation', constraint = 'records_move_forward';
  end if;
  if new.state <> old.state and not (case new.state
    when 'signed' then old.state = 'draft' and exists (select from record_signatures s
      where s.tenant_id = new.tenant_id and s.record_id = new.id and s.version = new.version)
    when 'locked' then old.state = 'signed'
    when 'retracted' then old.state in ('signed', 'locked') and exists (select from record_retractions t
      where t.tenant_id = new.tenant_id and t.record_id = new.id)
    else false end) then
    raise exception 'a draft is signed, and a signed record stands until it is retracted' using errcode = 'restrict_violation', constraint = 'records_move_forward';
  end if;
  return new;
end $$;
create trigger never_removed before delete on records for each row execute function refuse_change();

create or replace function only_drafts_change() returns trigger language plpgsql as $$
begin
  if not exists (select from records r
    where r.tenant_id = new.tenant_id and r.id = new.record_id and r.state = 'draft' and r.deleted_at is null) then
    raise exception 'only a draft takes a new version' using errcode = 'restrict_violation', constraint = 'only_drafts_change';
  end if;
  return new;
end $$;

create function only_signed_is_retracted() returns trigger language plpgsql as $$
begin
  if not exists (select from records r
    where r.tenant_id = new.tenant_id and r.id = new.record_id and r.version = new.version and r.state in ('signed', 'locked')) then
    raise exception 'only a signed record is retracted' using errcode = 'restrict_violation', constraint = 'only_signed_is_retracted';
  end if;
  return new;
end $$;
create trigger only_signed_is_retracted before insert on record_retractions for each row execute function only_signed_is_retracted();
create trigger never_changed before update or delete on record_retractions for each row execute function refuse_change();

-- Who reaches the record knows that it is retracted. Its author retracts with a key of their own, who runs the organisation with the organisation's.
alter table record_retractions enable row level security;
alter table record_retractions force row level security;
create policy of_visible_records on record_retractions for select to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from records r where r.tenant_id = record_retractions.tenant_id and r.id = record_retractions.record_id));
create policy signed on record_retractions for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and by_user = ctx_user() and exists (select from records r
    where r.tenant_id = record_retractions.tenant_id and r.id = record_retractions.record_id
      and case when signing_key is null then ctx_role() = 'admin' else r.author_id = ctx_doctor() and exists (select from signing_keys k
        where k.tenant_id = ctx_tenant() and k.id = record_retractions.signing_key and k.doctor_id = ctx_doctor()) end));
grant select, insert on record_retractions to wardkeep_app;

-- A deleted draft has nothing that could be explained.
alter policy gate_reads on records using (tenant_id = ctx_tenant() and deleted_at is null);
grant select (deleted_at) on records to wardkeep_gate;

alter type audit_code add value 'record.deleted';
alter type audit_code add value 'record.added-to';
alter type audit_code add value 'record.retracted';

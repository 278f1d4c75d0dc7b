-- The window after a visit is the organisation's own, and a patient invites who is to act for them.

-- Of visits that are booked from now on; what stands keeps the end that it was given.
alter table organisations add column follow_up_days smallint not null default 90 check (follow_up_days between 0 and 365);

alter type audit_code add value 'proxy.invited';
alter type audit_code add value 'proxy.invitations-listed';
alter type audit_code add value 'proxy.invitation-withdrawn';
alter type audit_code add value 'proxy.accepted';

-- A link behind it is a link of the kind `invitation`: it works once, and for seven days at most.
create table proxy_invitations (
  tenant_id uuid not null,
  id uuid not null,
  patient_id uuid not null,
  -- Only the account with this address accepts.
  address_index bytea not null check (octet_length(address_index) = 32),
  content sealed not null,
  may_book boolean not null,
  until timestamptz,
  made_by uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  relation_id uuid,
  withdrawn_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, made_by) references users (tenant_id, id),
  foreign key (tenant_id, relation_id) references care_relations (tenant_id, id),
  constraint at_most_seven_days check (expires_at <= made_at + interval '7 days'),
  constraint accepted_as_a_link check ((accepted_at is null) = (relation_id is null)),
  constraint one_end check (accepted_at is null or withdrawn_at is null)
);
create index proxy_invitations_of_patient on proxy_invitations (tenant_id, patient_id, id);
create index proxy_invitations_of_relation on proxy_invitations (tenant_id, relation_id) where relation_id is not null;

alter table proxy_invitations enable row level security;
alter table proxy_invitations force row level security;
create policy own_or_addressed on proxy_invitations for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or ctx_role() in ('admin', 'system')
    or (ctx_role() = 'patient' and exists (select from users u where u.tenant_id = ctx_tenant() and u.id = ctx_user()
      and u.email_index = proxy_invitations.address_index))));
create policy made on proxy_invitations for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and patient_id = ctx_patient() and made_by = ctx_user());
create policy ended on proxy_invitations for update to wardkeep_app
  using (tenant_id = ctx_tenant() and (patient_id = ctx_patient() or ctx_role() = 'system'
    or (ctx_role() = 'patient' and exists (select from users u where u.tenant_id = ctx_tenant() and u.id = ctx_user()
      and u.email_index = proxy_invitations.address_index))))
  with check (tenant_id = ctx_tenant());
grant select, insert, update on proxy_invitations to wardkeep_app;

-- It ends once, by an acceptance or a withdrawal, and is otherwise as it was made.
create function proxy_invitations_only_end() returns trigger language plpgsql as $$
begin
  if old.accepted_at is not null or old.withdrawn_at is not null
    or (new.patient_id, new.address_index, new.content, new.may_book, new.until, new.made_by, new.made_at, new.expires_at)
      is distinct from (old.patient_id, old.address_index, old.content, old.may_book, old.until, old.made_by, old.made_at, old.expires_at) then
    raise exception 'an invitation only ends' using errcode = 'restrict_violation', constraint = 'proxy_invitations_only_end';
  end if;
  return new;
end $$;
create trigger only_ends before update on proxy_invitations for each row execute function proxy_invitations_only_end();

-- Nobody makes themselves a proxy, unless an invitation to their own address stands open and says exactly this.
create policy invited on care_relations for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and ctx_role() = 'patient' and source = 'proxy' and proxy_user_id = ctx_user() and capacity = 'carer'
    and exists (select from proxy_invitations i join users u on u.tenant_id = i.tenant_id and u.email_index = i.address_index
      where i.tenant_id = ctx_tenant() and u.id = ctx_user() and i.patient_id = care_relations.patient_id and i.may_book = care_relations.may_book
        and i.until is not distinct from upper(care_relations.during) and i.made_at <= lower(care_relations.during)
        and i.expires_at > ctx_now() and i.accepted_at is null and i.withdrawn_at is null));

do $$
declare stood text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  execute 'alter table mails drop constraint mails_template_check, add constraint mails_template_check '
    || regexp_replace(stood, '^CHECK \((.*)\)$', 'CHECK ((\1) or template = ''proxy-invitation'')');
end $$;

-- Cases of whom one acts for: a third thing that a link may be for, beside reading and visits.

alter table care_relations
  add column may_ask boolean not null default false,
  add constraint proxies_alone_ask check (source = 'proxy' or not may_ask);
alter table proxy_invitations add column may_ask boolean not null default false;

grant create on schema public to wardkeep_gate;
create or replace view my_proxied as
  select patient_id, may_book, may_ask from care_relations
  where tenant_id = ctx_tenant() and proxy_user_id = ctx_user() and ctx_role() = 'patient' and ended_at is null and during @> ctx_now();
revoke create on schema public from wardkeep_gate;

-- Neither scope is widened once a link or an invitation is made.
create function scopes_stay() returns trigger language plpgsql as $$
begin
  if new.may_ask <> old.may_ask then
    raise exception 'a link only ends' using errcode = 'restrict_violation', constraint = 'links_only_end';
  end if;
  return new;
end $$;
create trigger scopes_stay before update on care_relations for each row when (old.source = 'proxy') execute function scopes_stay();
create trigger scopes_stay before update on proxy_invitations for each row execute function scopes_stay();

-- As it stood, and the invitation says this too.
alter policy invited on care_relations
  with check (tenant_id = ctx_tenant() and ctx_role() = 'patient' and source = 'proxy' and proxy_user_id = ctx_user() and capacity = 'carer'
    and exists (select from proxy_invitations i join users u on u.tenant_id = i.tenant_id and u.email_index = i.address_index
      where i.tenant_id = ctx_tenant() and u.id = ctx_user() and i.patient_id = care_relations.patient_id and i.may_book = care_relations.may_book
        and i.may_ask = care_relations.may_ask
        and i.until is not distinct from upper(care_relations.during) and i.made_at <= lower(care_relations.during)
        and i.expires_at > ctx_now() and i.accepted_at is null and i.withdrawn_at is null));

-- Policies of their own, beside those that stand: a proxy sees, asks and moves what is of the patient; and ends what a case opened, where they close it.
create policy seen_by_proxies on cases for select to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from my_proxied where my_proxied.patient_id = cases.patient_id and my_proxied.may_ask));
create policy asked_by_proxies on cases for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and submitted_by = ctx_user() and state = 'triaged' and vendor_id is null
    and exists (select from my_proxied where my_proxied.patient_id = cases.patient_id and my_proxied.may_ask));
create policy moved_by_proxies on cases for update to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from my_proxied where my_proxied.patient_id = cases.patient_id and my_proxied.may_ask))
  with check (tenant_id = ctx_tenant() and exists (select from my_proxied where my_proxied.patient_id = cases.patient_id and my_proxied.may_ask));
create policy closed_by_proxies on care_relations for update to wardkeep_app
  using (tenant_id = ctx_tenant() and source = 'case' and exists (select from my_proxied where my_proxied.patient_id = care_relations.patient_id and my_proxied.may_ask))
  with check (tenant_id = ctx_tenant() and source = 'case' and (ended_at <= ctx_now() or isempty(during) or upper(during) <= ctx_now())
    and exists (select from my_proxied where my_proxied.patient_id = care_relations.patient_id and my_proxied.may_ask));

-- What a proxy writes is told as theirs.
do $$
declare stood text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'case_messages'::regclass and conname = 'case_messages_author_check');
begin
  execute 'alter table case_messages drop constraint case_messages_author_check, add constraint case_messages_author_check '
    || regexp_replace(stood, '^CHECK \((.*)\)$', 'CHECK ((\1) or author = ''proxy'')');
end $$;

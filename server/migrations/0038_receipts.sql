-- Cases of nobody in particular, in the demo alone: found by a receipt, gone after some days, or claimed once by a patient.

alter table cases
  alter column submitted_by drop not null,
  -- Until when an anonymous case is kept; null once it is somebody's.
  add column anonymous_until timestamptz,
  -- The secret part of its receipt, as argon2id makes it.
  add column receipt_hash text,
  drop constraint of_a_patient_or_a_vendor,
  add constraint of_a_patient_a_vendor_or_nobody check (num_nonnulls(patient_id, vendor_id, anonymous_until) = 1),
  add constraint nobody_submitted_what_is_anonymous check ((submitted_by is null) = (anonymous_until is not null)),
  add constraint receipt_while_anonymous check ((receipt_hash is null) = (anonymous_until is null));
create index cases_of_nobody on cases (tenant_id, anonymous_until, id) where anonymous_until is not null;

-- The part of a receipt by which a case is found before it is known whose it is, as a keyed hash.
create table case_receipts (
  locator bytea primary key check (octet_length(locator) = 32),
  tenant_id uuid not null,
  case_id uuid not null,
  foreign key (tenant_id, case_id) references cases (tenant_id, id) on delete cascade,
  constraint one_receipt_each unique (tenant_id, case_id)
);
grant select, insert, delete on case_receipts to wardkeep_app;

-- How often something anonymous was done since when: by an address, or by everybody. Subjects are keyed hashes.
create table anonymous_counts (
  subject bytea primary key check (octet_length(subject) = 32),
  since timestamptz not null,
  used integer not null check (used > 0)
);
create index anonymous_counts_by_age on anonymous_counts (since);
grant select, insert, update, delete on anonymous_counts to wardkeep_app;

alter table case_messages
  alter column by_user drop not null,
  add constraint nobody_wrote_what_is_anonymous check ((by_user is null) = (author = 'anonymous'));

-- One more author and one more step, to those that stand, whichever those are by now; and a letter that tells of an answer.
do $$
declare
  authors text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'case_messages_author_check' and conrelid = 'case_messages'::regclass);
  steps text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'case_changes_step_check' and conrelid = 'case_changes'::regclass);
  letters text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'mails_template_check' and conrelid = 'mails'::regclass);
begin
  execute format('alter table case_messages drop constraint case_messages_author_check, add constraint case_messages_author_check check (%s or author = %L)', authors, 'anonymous');
  execute format('alter table case_changes drop constraint case_changes_step_check, add constraint case_changes_step_check check (%s or step = %L)', steps, 'claimed');
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template = %L)', letters, 'case-answered');
end $$;

-- The rows of a case are never changed; those of an anonymous one are sealed anew when it is claimed, or taken away with it.
create function refuse_change_of_case() returns trigger language plpgsql as $$
begin
  if ctx_role() = 'system' and exists (select from cases c where c.tenant_id = old.tenant_id and c.id = old.case_id and c.anonymous_until is not null) then
    if tg_op = 'DELETE' then
      return old;
    end if;
    return new;
  end if;
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation', constraint = tg_name;
end $$;
drop trigger never_changed on case_changes;
drop trigger never_changed on case_messages;
drop trigger never_changed on case_decisions;
create trigger never_changed before update or delete on case_changes for each row execute function refuse_change_of_case();
create trigger never_changed before update or delete on case_messages for each row execute function refuse_change_of_case();
create trigger never_changed before update or delete on case_decisions for each row execute function refuse_change_of_case();

create policy of_nobody on cases for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and ctx_role() = 'system' and anonymous_until is not null and state = 'triaged');
create policy of_nobody_ends on cases for delete to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system' and anonymous_until is not null);
create policy of_nobody on case_messages for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and ctx_role() = 'system' and author = 'anonymous'
    and exists (select from cases c where c.tenant_id = case_messages.tenant_id and c.id = case_messages.case_id and c.anonymous_until is not null));
create policy sealed_anew on case_messages for update to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system') with check (tenant_id = ctx_tenant() and ctx_role() = 'system');
create policy system_alone_changes on case_messages as restrictive for update to wardkeep_app using (ctx_role() = 'system');
create policy system_alone_deletes on case_messages as restrictive for delete to wardkeep_app using (ctx_role() = 'system');
create policy system_alone_changes on case_changes as restrictive for update to wardkeep_app using (ctx_role() = 'system');
create policy system_alone_deletes on case_changes as restrictive for delete to wardkeep_app using (ctx_role() = 'system');
create policy system_alone_deletes on case_decisions as restrictive for delete to wardkeep_app using (ctx_role() = 'system');
grant delete on cases, case_messages, case_changes, case_decisions to wardkeep_app;
grant update (content) on case_messages to wardkeep_app;
grant update (details) on case_changes to wardkeep_app;

alter type audit_code add value 'receipt.read';
alter type audit_code add value 'case.claimed';
alter type audit_code add value 'case.deleted';
alter type audit_code add value 'case.pool-set';

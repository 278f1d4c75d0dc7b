-- Partners that know their members, and every time that one was asked, here or in the system before.

create table partners (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  url text not null check (length(url) between 1 and 500),
  mapping jsonb not null,
  -- The header that proves who asks; null where none is sent.
  credential sealed,
  active boolean not null default true,
  version integer not null default 1,
  added_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id) references organisations (tenant_id),
  unique (tenant_id, name)
);

-- A try stands here before it leaves, so that one which never comes back is known too. Of the member's number there is a keyed digest.
create table member_checks (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  origin text not null check (origin in ('here', 'imported')),
  partner_id uuid,
  patient_id uuid,
  by_user uuid,
  number_index bytea not null check (octet_length(number_index) = 32),
  -- Of an imported row: which one, and its content, as keyed hashes.
  source_index bytea check (octet_length(source_index) = 32),
  content_hash bytea check (octet_length(content_hash) = 32),
  -- Of an imported row: the vendor that asked, as the system before named it.
  vendor_id text check (length(vendor_id) between 1 and 60),
  primary key (tenant_id, id),
  foreign key (tenant_id, partner_id) references partners (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, by_user) references users (tenant_id, id),
  constraint from_here check (origin <> 'here' or num_nonnulls(partner_id, patient_id, by_user) = 3),
  constraint from_elsewhere check ((origin = 'imported') = (num_nonnulls(source_index, content_hash) = 2))
);
create unique index member_checks_by_source on member_checks (tenant_id, source_index) where source_index is not null;
create index member_checks_in_time on member_checks (tenant_id, at, id);
create index member_checks_of_patient on member_checks (tenant_id, patient_id, at, id) where patient_id is not null;

create table member_answers (
  tenant_id uuid not null,
  id uuid not null,
  outcome text not null check (outcome in ('member', 'not-member', 'failed')),
  reason text check (reason ~ '^[a-z-]{2,40}$'),
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references member_checks (tenant_id, id),
  constraint failed_for_a_reason check ((outcome = 'failed') = (reason is not null))
);

create trigger never_changed before update or delete on member_checks for each row execute function refuse_change();
create trigger never_changed before update or delete on member_answers for each row execute function refuse_change();

alter table partners enable row level security;
alter table partners force row level security;
alter table member_checks enable row level security;
alter table member_checks force row level security;
alter table member_answers enable row level security;
alter table member_answers force row level security;

create policy named on partners for select to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'reception', 'auditor', 'patient', 'system'));
create policy run on partners to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'admin')
  with check (tenant_id = ctx_tenant() and ctx_role() = 'admin');
create policy readers on member_checks for select to wardkeep_app
  using (tenant_id = ctx_tenant() and (ctx_role() in ('admin', 'reception', 'auditor', 'system') or patient_id = ctx_patient()));
create policy asked on member_checks for insert to wardkeep_app
  with check (tenant_id = ctx_tenant() and ((origin = 'here' and by_user = ctx_user() and ctx_role() in ('admin', 'reception'))
    or (origin = 'imported' and ctx_role() = 'system')));
create policy readers on member_answers for select to wardkeep_app
  using (tenant_id = ctx_tenant() and exists (select from member_checks c where c.tenant_id = member_answers.tenant_id and c.id = member_answers.id));
create policy answered on member_answers for insert to wardkeep_app with check (tenant_id = ctx_tenant() and ctx_role() = 'system');

grant select, insert, update on partners to wardkeep_app;
grant select, insert on member_checks, member_answers to wardkeep_app;

alter type audit_code add value 'partner.listed';
alter type audit_code add value 'partner.added';
alter type audit_code add value 'partner.changed';
alter type audit_code add value 'membership.asked';
alter type audit_code add value 'membership.answered';
alter type audit_code add value 'membership.read';
alter type audit_code add value 'membership.listed';

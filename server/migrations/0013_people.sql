-- People: how an organisation and its first administrator are made, how others are invited, disabled and given roles, how an address changes.

alter type audit_code add value 'organisation.made';
alter type audit_code add value 'invitation.made';
alter type audit_code add value 'invitation.listed';
alter type audit_code add value 'invitation.withdrawn';
alter type audit_code add value 'invitation.accepted';
alter type audit_code add value 'user.listed';
alter type audit_code add value 'user.changed';
alter type audit_code add value 'user.role-changed';
alter type audit_code add value 'account.changed';
alter type audit_code add value 'email.change-asked';
alter type audit_code add value 'email.changed';
alter type audit_code add value 'email.change-undone';

-- Who is asked to join, as what. There is no account before the invitation is accepted, so an address stays free for whose it is.
create table invitations (
  tenant_id uuid not null references organisations (tenant_id),
  id uuid not null,
  role text not null check (role in ('patient', 'doctor', 'admin', 'reception', 'auditor')),
  language text not null,
  patient_id uuid,
  address_index bytea not null,
  content sealed not null,
  made_by uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  user_id uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_id) references patients (tenant_id, id),
  foreign key (tenant_id, made_by) references users (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, withdrawn_by) references users (tenant_id, id),
  constraint at_most_seven_days check (expires_at <= made_at + interval '7 days'),
  constraint one_end check (accepted_at is null or withdrawn_at is null),
  constraint accepted_by_somebody check ((accepted_at is null) = (user_id is null)),
  constraint chart_of_a_patient check (patient_id is null or role = 'patient')
);
create index invitations_of_address on invitations (tenant_id, address_index) where accepted_at is null and withdrawn_at is null;
create index invitations_of_chart on invitations (tenant_id, patient_id) where patient_id is not null;
alter table invitations enable row level security;
alter table invitations force row level security;
create policy run on invitations to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('system', 'admin'));
grant select, insert, update on invitations to wardkeep_app;

-- What an address was and shall be. Both are needed once more where a change is undone.
create table email_changes (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  content sealed not null,
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  undone_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint undone_after_confirmed check (undone_at is null or confirmed_at is not null)
);
create index email_changes_of_user on email_changes (tenant_id, user_id);
alter table email_changes enable row level security;
alter table email_changes force row level security;
create policy own_or_run on email_changes to wardkeep_app
  using (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'))
  with check (tenant_id = ctx_tenant() and (user_id = ctx_user() or ctx_role() = 'system'));
grant select, insert, update on email_changes to wardkeep_app;

-- A former address leads to nobody, and nobody else can take it: the way back stays open.
alter table sign_in_names drop constraint sign_in_names_kind_check,
  add constraint sign_in_names_kind_check check (kind in ('email', 'username', 'former-email'));

-- `subject_id`: the invitation, or the change of address, that the link leads to.
alter table mailed_links add column subject_id uuid,
  drop constraint at_most_ten_minutes, drop constraint mailed_links_kind_check,
  add constraint mailed_links_kind_check check (kind in ('reset', 'verification', 'first-password', 'invitation', 'email-change', 'email-undo')),
  add constraint no_longer_than_its_kind check (expires_at <= made_at + case kind
    when 'first-password' then interval '24 hours' when 'invitation' then interval '7 days' when 'email-undo' then interval '3 days'
    else interval '10 minutes' end),
  add constraint of_a_subject check ((subject_id is not null) = (kind in ('invitation', 'email-change', 'email-undo')));
create index mailed_links_of_subject on mailed_links (tenant_id, subject_id) where subject_id is not null;

alter table mails drop constraint mails_template_check,
  add constraint mails_template_check check (template in ('reset', 'verification', 'already-registered', 'password-changed', 'second-factor-changed', 'recovery-code-used',
    'first-password', 'invitation', 'email-change', 'email-changed'));

-- When somebody was last signed in, for the list of people.
create index sessions_by_time on sessions (tenant_id, user_id, created_at desc);

-- How strong a new password must be is the organisation's choice; who registers is judged by the policy of the organisation they join.

alter table organisations add column password_policy text not null default 'composition'
  check (password_policy in ('composition', 'length', 'hybrid'));

alter type audit_code add value 'password.changed';

create or replace view open_organisation with (security_barrier) as
  select tenant_id, slug, name, password_policy from organisations where open_registration and active order by tenant_id limit 1;

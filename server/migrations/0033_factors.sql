-- The session that asks for another address goes on when it is confirmed; the others end, unless they are to be kept.
alter table email_changes add column asked_in uuid, add column keeps_sessions boolean not null default false;

-- A locator: which names failed from an address, and from everywhere, and did not come in since. Address and name are keyed hashes alone.
create table sign_in_failed_names (
  bucket_hash bytea not null check (octet_length(bucket_hash) = 32),
  name_hash bytea not null check (octet_length(name_hash) = 32),
  at timestamptz not null,
  primary key (bucket_hash, name_hash)
);
create index sign_in_failed_names_of_bucket on sign_in_failed_names (bucket_hash, at);
create index sign_in_failed_names_by_age on sign_in_failed_names (at);
grant select, insert, update, delete on sign_in_failed_names to wardkeep_app;

-- Lost factors are taken away by two: one asks, having seen who it is, another sees it too and does it. What one alone did before stays told.
alter type audit_code add value 'user.factor-reset-asked';
alter table factor_resets
  alter column reset_by drop not null, alter column reset_at drop not null,
  add column asked_by uuid, add column asked_at timestamptz,
  add column asked_evidence text check (asked_evidence in ('photo-id', 'known-in-person', 'photo-id-by-video')),
  add column evidence text check (evidence in ('photo-id', 'known-in-person', 'photo-id-by-video')),
  add foreign key (tenant_id, asked_by) references users (tenant_id, id),
  add constraint asked_or_of_before check ((asked_by is null) = (asked_at is null) and (asked_by is null) = (asked_evidence is null) and (asked_by is not null or reset_by is not null)),
  add constraint reset_whole check ((reset_by is null) = (reset_at is null) and (asked_by is null or (reset_by is null) = (evidence is null))),
  add constraint two_and_neither_of_them check (asked_by <> reset_by and asked_by <> user_id);
grant update (reset_by, reset_at, evidence) on factor_resets to wardkeep_app;
do $$
declare stood text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conrelid = 'mails'::regclass and conname = 'mails_template_check');
begin
  execute format('alter table mails drop constraint mails_template_check, add constraint mails_template_check check (%s or template in (%L))',
    stood, 'factor-reset-asked');
end $$;

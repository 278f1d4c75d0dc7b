-- Consent to an outside model can be taken back, once and for good; and what nobody decides on, or counts for nothing any more, goes in time.

do $$
declare
  steps text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'case_changes_step_check' and conrelid = 'case_changes'::regclass);
begin
  execute format('alter table case_changes drop constraint case_changes_step_check, add constraint case_changes_step_check check (%s or step = %L)', steps, 'assistant-withdrawn');
end $$;

create function consent_is_not_put_back() returns trigger language plpgsql as $$
begin
  raise exception 'consent to the assistant is given when a case is submitted' using errcode = 'restrict_violation', constraint = 'consent_is_not_put_back';
end $$;
create trigger consent_is_not_put_back before update on cases for each row
  when (new.assistant_consent and not old.assistant_consent) execute function consent_is_not_put_back();

-- A draft is found by its age while nobody has decided on it, and the system reaches it then alone.
create index assistant_drafts_undecided on assistant_drafts (tenant_id, at) where state = 'open';
create policy discarded_in_time on assistant_drafts for select to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system' and state = 'open' and at < ctx_now() - interval '30 days');
create policy taken_away_in_time on assistant_drafts for delete to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() = 'system' and state = 'open' and at < ctx_now() - interval '30 days');
grant delete on assistant_drafts, assistant_use to wardkeep_app;

alter type audit_code add value 'assistant.consent-withdrawn';
alter type audit_code add value 'assistant.draft-discarded';

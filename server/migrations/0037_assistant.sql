-- The assistant: what an organisation allows it, what was sent where, what it drafted, and who took each draft over. It writes to nobody.

-- No row is the default: on, by the rules of this server alone, and nothing goes outside.
create table assistant_settings (
  tenant_id uuid primary key,
  enabled boolean not null,
  outside boolean not null,
  user_tokens integer not null check (user_tokens >= 0),
  tenant_tokens integer not null check (tenant_tokens >= 0),
  user_seconds integer not null check (user_seconds >= 0),
  tenant_seconds integer not null check (tenant_seconds >= 0),
  user_cents integer not null check (user_cents >= 0),
  tenant_cents integer not null check (tenant_cents >= 0),
  version integer not null default 1,
  foreign key (tenant_id) references organisations (tenant_id)
);

-- What was spent on a day (UTC) by whom: 'tenant', a user's id, or of strangers the keyed hash of an address under the installation's own id.
create table assistant_use (
  tenant_id uuid not null,
  day date not null,
  subject text not null check (length(subject) between 6 and 72),
  calls integer not null default 0 check (calls >= 0),
  tokens bigint not null default 0 check (tokens >= 0),
  milliseconds bigint not null default 0 check (milliseconds >= 0),
  -- Millionths of a hundredth of the currency.
  cost bigint not null default 0 check (cost >= 0),
  primary key (tenant_id, day, subject)
);

-- The manifest: what was sent, by names and hashes alone, written before it is sent.
create table assistant_calls (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('triage', 'summary', 'draft-reply')),
  provider text not null check (provider in ('offline', 'outside')),
  model text not null check (length(model) between 1 and 100),
  prompt_hash bytea not null check (octet_length(prompt_hash) = 32),
  fields text[] not null check (cardinality(fields) between 1 and 20),
  -- How many identifiers of each kind were taken out before.
  removed jsonb not null check (jsonb_typeof(removed) = 'object'),
  reserved_tokens bigint not null check (reserved_tokens >= 0),
  reserved_milliseconds bigint not null check (reserved_milliseconds >= 0),
  reserved_cost bigint not null check (reserved_cost >= 0),
  outcome text check (outcome in ('answered', 'failed')),
  tokens bigint check (tokens >= 0),
  milliseconds bigint check (milliseconds >= 0),
  cost bigint check (cost >= 0),
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint ends_at_once check (num_nonnulls(outcome, tokens, milliseconds, cost) in (0, 4))
);
create index assistant_calls_of_case on assistant_calls (tenant_id, case_id, id);

create table assistant_drafts (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  call_id uuid not null,
  kind text not null check (kind in ('triage', 'summary', 'draft-reply')),
  -- http://terminology.hl7.org/CodeSystem/v3-ObservationValue
  label text not null default 'AIAST' check (label = 'AIAST'),
  state text not null default 'open' check (state in ('open', 'accepted', 'edited', 'rejected')),
  content sealed not null,
  at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, id, case_id),
  foreign key (tenant_id, case_id) references cases (tenant_id, id),
  foreign key (tenant_id, call_id) references assistant_calls (tenant_id, id),
  foreign key (tenant_id, decided_by) references users (tenant_id, id),
  constraint decided_by_somebody check ((state = 'open') = (decided_by is null) and (state = 'open') = (decided_at is null))
);
create index assistant_drafts_of_case on assistant_drafts (tenant_id, case_id, id);

-- Who submits a question says whether it may be shown to an outside model, without what tells who they are.
alter table cases add column assistant_consent boolean not null default false;

-- A message that was a draft before names it; each draft becomes one message at most.
alter table case_messages
  add column draft_id uuid,
  add constraint of_a_draft_for_the_case foreign key (tenant_id, draft_id, case_id) references assistant_drafts (tenant_id, id, case_id),
  add constraint doctors_take_drafts_over check (draft_id is null or (author = 'doctor' and answer));
create unique index messages_of_drafts on case_messages (tenant_id, draft_id) where draft_id is not null;

-- Nothing of the assistant is said to anybody until a person has taken it over, and then it is that person who says it.
create function drafts_are_taken_over_first() returns trigger language plpgsql as $$
begin
  if not exists (select from assistant_drafts d where d.tenant_id = new.tenant_id and d.id = new.draft_id and d.kind = 'draft-reply'
    and d.state in ('accepted', 'edited') and d.decided_by = new.by_user) then
    raise exception 'a draft is taken over by who says it' using errcode = 'restrict_violation', constraint = 'drafts_are_taken_over_first';
  end if;
  return new;
end $$;
create trigger drafts_are_taken_over_first before insert on case_messages for each row when (new.draft_id is not null)
  execute function drafts_are_taken_over_first();

-- Whoever writes as a doctor is one: no account of a service and nobody's.
create function doctors_are_people() returns trigger language plpgsql as $$
begin
  if not exists (select from users u where u.tenant_id = new.tenant_id and u.id = new.by_user and u.doctor_id is not null) then
    raise exception 'a doctor writes for themselves' using errcode = 'restrict_violation', constraint = 'doctors_are_people';
  end if;
  return new;
end $$;
create trigger doctors_are_people before insert on case_messages for each row when (new.author = 'doctor') execute function doctors_are_people();

create function drafts_are_decided_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' or (new.case_id, new.call_id, new.kind, new.label, new.content, new.at)
      is distinct from (old.case_id, old.call_id, old.kind, old.label, old.content, old.at) then
    raise exception 'a draft is decided on once' using errcode = 'restrict_violation', constraint = 'drafts_are_decided_once';
  end if;
  return new;
end $$;
create trigger drafts_are_decided_once before update on assistant_drafts for each row execute function drafts_are_decided_once();

create function calls_end_once() returns trigger language plpgsql as $$
begin
  if old.outcome is not null or (new.case_id, new.user_id, new.kind, new.provider, new.model, new.prompt_hash, new.fields, new.removed, new.at)
      is distinct from (old.case_id, old.user_id, old.kind, old.provider, old.model, old.prompt_hash, old.fields, old.removed, old.at) then
    raise exception 'what was sent stays written' using errcode = 'restrict_violation', constraint = 'calls_end_once';
  end if;
  return new;
end $$;
create trigger calls_end_once before update on assistant_calls for each row execute function calls_end_once();

alter table assistant_settings enable row level security;
alter table assistant_settings force row level security;
alter table assistant_use enable row level security;
alter table assistant_use force row level security;
alter table assistant_calls enable row level security;
alter table assistant_calls force row level security;
alter table assistant_drafts enable row level security;
alter table assistant_drafts force row level security;

create policy of_the_organisation on assistant_settings for select to wardkeep_app using (tenant_id = ctx_tenant());
create policy set_by_admin on assistant_settings to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'))
  with check (tenant_id = ctx_tenant() and ctx_role() in ('admin', 'system'));
create policy counted on assistant_use to wardkeep_app using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());

create policy of_own_cases on assistant_calls to wardkeep_app
  using (tenant_id = ctx_tenant() and (ctx_role() = 'system' or (ctx_doctor() is not null
    and exists (select from cases c where c.tenant_id = assistant_calls.tenant_id and c.id = assistant_calls.case_id))))
  with check (tenant_id = ctx_tenant() and (ctx_role() = 'system' or (user_id = ctx_user() and ctx_doctor() is not null
    and exists (select from cases c where c.tenant_id = assistant_calls.tenant_id and c.id = assistant_calls.case_id))));
-- Of the doctor alone who has the case or to whom it is offered: a patient sees no draft, and neither does who runs the organisation.
create policy of_own_cases on assistant_drafts to wardkeep_app
  using (tenant_id = ctx_tenant() and ctx_doctor() is not null
    and exists (select from cases c where c.tenant_id = assistant_drafts.tenant_id and c.id = assistant_drafts.case_id))
  with check (tenant_id = ctx_tenant() and ctx_doctor() is not null and coalesce(decided_by = ctx_user(), true)
    and exists (select from cases c where c.tenant_id = assistant_drafts.tenant_id and c.id = assistant_drafts.case_id));

grant select, insert, update on assistant_settings, assistant_use, assistant_calls, assistant_drafts to wardkeep_app;

alter type audit_code add value 'assistant.triaged';
alter type audit_code add value 'assistant.summarised';
alter type audit_code add value 'assistant.drafted';
alter type audit_code add value 'assistant.drafts-listed';
alter type audit_code add value 'assistant.draft-accepted';
alter type audit_code add value 'assistant.draft-rejected';
alter type audit_code add value 'assistant.settings-read';
alter type audit_code add value 'assistant.settings-set';

-- Until how many hours before a visit its patient may cancel or move it, and for how many minutes a chosen time is held, as each organisation wants it.
alter table organisations
  add column late_cancel_hours smallint not null default 2 check (late_cancel_hours between 0 and 72),
  add column hold_minutes smallint not null default 5 check (hold_minutes between 2 and 15);

-- Whatever an organisation sets, nobody keeps a time for longer than this.
alter table holds add constraint lasts_a_quarter_of_an_hour check (expires_at <= made_at + interval '15 minutes');

-- Claims that are a day old are forgotten with every new one, without going through all that stand.
create index idempotency_keys_in_time on idempotency_keys (tenant_id, user_id, at);

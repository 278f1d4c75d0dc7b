-- Calendar feeds: an address by which a calendar reads its owner's visits, without a sign-in.

-- A locator: found by the keyed hash of what the address carries, before a tenant is known. One address for each account; a new one takes its place.
create table calendar_feeds (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  tenant_id uuid not null,
  user_id uuid not null,
  made_at timestamptz not null,
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  constraint one_feed_each unique (tenant_id, user_id)
);
grant select, insert, update, delete on calendar_feeds to wardkeep_app;

-- An account that is closed, or disabled for a while, takes its feed with it: whoever comes back makes a new one.
create function end_feed() returns trigger language plpgsql as $$
begin
  delete from calendar_feeds where tenant_id = new.tenant_id and user_id = new.id;
  return null;
end $$;
create trigger ends_feed after update of active on users for each row when (old.active and not new.active) execute function end_feed();

alter type audit_code add value 'appointment.file-read';
alter type audit_code add value 'calendar.feed-read';
alter type audit_code add value 'calendar.feed-made';
alter type audit_code add value 'calendar.feed-ended';
alter type audit_code add value 'calendar.read';

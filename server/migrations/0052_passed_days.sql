-- Requests whose days have passed leave the line by the clock, each with its event; they are found by when that was. What still stands in the line is then all that
-- the line's own indexes hold.
alter type audit_code add value 'waitlist.over';

create index waitlist_passed on waitlist_entries (tenant_id, ends_at) where ended_at is null;

-- Guessing is counted and stopped: by the name that was typed, by the address it came from, by a device that its user is known on.

alter type audit_code add value 'account.locked';
alter type audit_code add value 'account.unlocked';
alter type audit_code add value 'account.lock-expired';

-- A locator: every try has its row before it is judged, so that nobody is judged who is not counted. What is counted for (a name, an address, a
-- device) is a keyed hash alone, the same whether or not there is such an account.
create table sign_in_attempts (
  bucket_hash bytea not null check (octet_length(bucket_hash) = 32),
  id uuid not null,
  at timestamptz not null,
  failed boolean not null,
  primary key (bucket_hash, id)
);
create index sign_in_attempts_by_age on sign_in_attempts (at);

-- A locator: what is locked, until it is unlocked or somebody comes by after its end.
create table sign_in_locks (
  bucket_hash bytea primary key check (octet_length(bucket_hash) = 32),
  locked_at timestamptz not null,
  until timestamptz not null,
  constraint ends_after_it_begins check (until > locked_at)
);

-- A locator: on which device who has fully signed in. The secret that the device shows changes each time, the device's id does not.
create table known_devices (
  device_id uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  device_hash bytea not null check (octet_length(device_hash) = 32),
  known_until timestamptz not null,
  primary key (device_id, tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index known_devices_by_hash on known_devices (device_hash);
create index known_devices_of_user on known_devices (tenant_id, user_id);

grant select, insert, update, delete on sign_in_attempts, sign_in_locks, known_devices to wardkeep_app;

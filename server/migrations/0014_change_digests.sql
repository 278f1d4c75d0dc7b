-- What an act changed, as two keyed digests of what stood before and after it (32 bytes each): enough to prove a content, too little to read it.

alter table audit_events add column change bytea constraint a_change check (octet_length(change) = 64);

-- Every event paid for this index and no question could use it: under forced row security PostgreSQL lets only leakproof operators reach an
-- index, and `@>` of arrays is none. Until the patients of events stand in rows, the events of one patient are found by reading the organisation's.

drop index audit_by_patient;

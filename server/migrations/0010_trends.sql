-- Trends of measurements: an audit code of their own, and a way to the entries of one kind without passing over all others.

alter type audit_code add value 'patient.trends-read';

create index history_of_patient_by_kind on history_entries (tenant_id, patient_id, kind, happened_at desc, id desc);

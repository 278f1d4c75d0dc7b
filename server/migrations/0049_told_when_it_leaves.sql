-- A mail about a patient says whose visits or cases it tells of, so that it can be asked when it leaves whether the reader may still know.

alter table mails add column patient_id uuid;
alter table mails add foreign key (tenant_id, patient_id) references patients (tenant_id, id);
create index mails_about on mails (tenant_id, patient_id) where patient_id is not null;

-- A copy of the keys for the safe leaves an event of the installation.
alter type audit_code add value 'keys.copied';

-- One more kind of alert, to those that stand, whichever those are by now.
do $$
declare
  kinds text := (select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'alerts_kind_check' and conrelid = 'alerts'::regclass);
begin
  execute format('alter table alerts drop constraint alerts_kind_check, add constraint alerts_kind_check check (%s or kind = %L)', kinds, 'clocks-apart');
end $$;

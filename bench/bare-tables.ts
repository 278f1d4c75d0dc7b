// The facts of the bench's world as plain tables, for the bare server.
import type { Client } from 'pg'
import type { PatientProfile } from '../server/src/features/patients/index.ts'

export type BareFacts = {
  doctors: readonly { id: string; login: string; patientIds: readonly string[] }[]
  patients: readonly { id: string; profile: PatientProfile }[]
  passwordHash: string
}

/** Charts with an index for the beginning of a name, who cares for whom, visits under an exclusion constraint, accounts and sessions. */
export async function makeBareTables(owner: Client, { doctors, patients, passwordHash }: BareFacts): Promise<void> {
  await owner.query(`
    create table bare_patients (id uuid primary key, "displayName" text, "birthDate" text, sex text, "insuranceId" text, email text, phone text,
      address text, language text, version integer);
    create index on bare_patients (lower(split_part("displayName", ' ', 2)) text_pattern_ops);
    create table bare_care (doctor_id uuid, patient_id uuid, primary key (doctor_id, patient_id));
    create table bare_visits (id uuid primary key, doctor_id uuid not null, patient_id uuid not null references bare_patients, during tstzrange not null,
      reason text, exclude using gist (doctor_id with =, during with &&));
    create table bare_accounts (login text primary key, id uuid not null, password_hash text not null);
    create table bare_sessions (id uuid primary key, account_id uuid not null, created_at timestamptz not null default now());
    grant select, insert on bare_patients, bare_care, bare_visits, bare_accounts, bare_sessions to wardkeep_app`)
  await owner.query(
    `insert into bare_patients select id, p ->> 'displayName', p ->> 'birthDate', p ->> 'sex', p ->> 'insuranceId', p -> 'contact' ->> 'email',
       p -> 'contact' ->> 'phone', p -> 'contact' ->> 'address', 'en', 1 from unnest($1::uuid[], $2::jsonb[]) as t (id, p)`,
    [patients.map(({ id }) => id), patients.map(({ profile }) => JSON.stringify(profile))],
  )
  for (const { id, login, patientIds } of doctors) {
    await owner.query('insert into bare_care select $1, unnest($2::uuid[])', [id, patientIds])
    await owner.query('insert into bare_accounts values ($1, $2, $3)', [login, id, passwordHash])
  }
}

// The ground of a measurement: a fresh PostgreSQL, one organisation, charts under one doctor's care, and the same charts bare.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg, { type ClientConfig } from 'pg'
import { addDoctor } from '../server/src/features/doctors/index.ts'
import { insertAccount } from '../server/src/features/identity/index.ts'
import { makeOrganisation } from '../server/src/features/organisations/index.ts'
import { insertPatient, sealProfile } from '../server/src/features/patients/index.ts'
import { Connections } from '../server/src/platform/database.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { newId, newRequestId } from '../server/src/platform/ids.ts'
import { migrate, readMigrations } from '../server/src/platform/migrations.ts'
import { Recorder } from '../server/src/security/audit/recorder.ts'
import { Database } from '../server/src/security/database.ts'
import { Operation, systemActor } from '../server/src/security/operation.ts'
import { newRootKeyText, openKeyStore, Passwords, parseRootKey, Signers, Vault } from '../server/src/security/vault/index.ts'

export type World = {
  app: ClientConfig
  superuser: ClientConfig
  postmaster: number
  keyFolder: string
  rootKey: string
  login: string
  password: string
  patientIds: string[]
  stop(): Promise<void>
}

/** `patients` charts of about 300 bytes, all in the care of one doctor; and table `bare_patients` with the same facts in the clear. */
export async function makeWorld(patients: number): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-bench-'))
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), { info: () => {}, warn: () => {} })
  const owner = new pg.Client(postgres.options('wardkeep_owner'))
  await owner.connect()
  await migrate(owner, await readMigrations(new URL('../server/migrations/', import.meta.url)))
  const rootKey = newRootKeyText()
  const keyFolder = join(folder, 'keys')
  const keys = await openKeyStore({ folder: keyFolder, rootKey: parseRootKey(rootKey) })
  const app = postgres.options('wardkeep_app')
  const connections = new Connections(app, 4)
  const vault = new Vault(keys)
  const keep = { vault, db: new Database(connections, new Recorder(vault), async () => undefined) }
  const now = new Date()
  const tenantId = newId(now)
  const doctorId = newId(now)
  const patientIds = Array.from({ length: patients }, () => newId(now))
  const login = 'doctor@bench.example'
  const password = 'Bench-Horse-7-Battery'
  await vault.createTenant(tenantId)
  const [certifier] = await new Signers(keys).certifiers(tenantId)
  if (certifier === undefined) throw new Error('no certifier')
  for (const id of patientIds) await vault.createPatient(tenantId, id)

  const op = new Operation({
    requestId: newRequestId(),
    now,
    actor: systemActor(tenantId, 'bench'),
    origin: { address: '127.0.0.1', userAgent: '' },
    action: 'system.seeded',
  })
  op.trace.admitted('system:bench')
  const passwordHash = await new Passwords(keys).hash(password)
  await keep.db.transact(op, async (tx) => {
    await makeOrganisation(
      tx,
      { tenantId, slug: 'bench', name: 'Bench', timeZone: 'UTC', languages: ['en'], openRegistration: false, staffSecondFactor: false },
      certifier,
    )
    await addDoctor(tx, keep, {
      id: doctorId,
      tenantId,
      displayName: 'Dr Bench',
      languages: ['en'],
      specialties: [],
      timeZone: 'UTC',
      hours: [],
      now,
    })
    await insertAccount(tx, keep, {
      tenantId,
      role: 'doctor',
      email: login,
      displayName: 'Dr Bench',
      language: 'en',
      passwordHash,
      doctorId,
      now,
    })
    for (const [place, id] of patientIds.entries()) {
      const sealed = await sealProfile(keep, tenantId, id, profileOf(place))
      await tx.run(insertPatient({ tenantId, id, sourceIndex: null, language: 'en', sealed, now }))
    }
  })
  await owner.query(`create table bare_patients (id uuid primary key, "displayName" text, "birthDate" text, sex text, "insuranceId" text, email text, phone text,
    address text, language text, version integer); grant select on bare_patients to wardkeep_app`)
  await owner.query(
    `insert into bare_patients select id, p ->> 'displayName', p ->> 'birthDate', p ->> 'sex', p ->> 'insuranceId', p -> 'contact' ->> 'email',
       p -> 'contact' ->> 'phone', p -> 'contact' ->> 'address', 'en', 1 from unnest($1::uuid[], $2::jsonb[]) as t (id, p)`,
    [patientIds, patientIds.map((_, place) => JSON.stringify(profileOf(place)))],
  )
  await owner.end()
  const superuser = new pg.Client(postgres.options('postgres'))
  await superuser.connect()
  await superuser.query(
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     select $1, gen_random_uuid(), id, $2, 'care-team', gen_random_uuid(), tstzrange(now() - interval '1 day', now() + interval '1 day') from unnest($3::uuid[]) id`,
    [tenantId, doctorId, patientIds],
  )
  await superuser.query('vacuum analyze')
  await superuser.end()
  await connections.close()
  return {
    app,
    superuser: postgres.options('postgres'),
    postmaster: Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]),
    keyFolder,
    rootKey,
    login,
    password,
    patientIds,
    stop: async () => {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function profileOf(place: number) {
  return {
    displayName: `Patient Number ${place}`,
    birthDate: '1970-01-01',
    sex: 'unknown' as const,
    insuranceId: `INS-${place}`,
    contact: { email: `patient${place}@bench.example`, phone: '+1 555 0100', address: '1 Bench Street, Benchtown' },
  }
}

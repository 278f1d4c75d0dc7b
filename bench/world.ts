// The ground of a measurement: a fresh PostgreSQL, one organisation with doctors and the charts in their care, and the same facts bare.
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
import { newId } from '../server/src/platform/ids.ts'
import { migrate, readMigrations } from '../server/src/platform/migrations.ts'
import { Recorder } from '../server/src/security/audit/recorder.ts'
import { Database } from '../server/src/security/database.ts'
import { systemOperation } from '../server/src/security/operation.ts'
import { newRootKeyText, openKeyStore, Passwords, parseRootKey, Signers, Vault } from '../server/src/security/vault/index.ts'
import { makeBareTables } from './bare-tables.ts'

export const password = 'Bench-Horse-7-Battery'
export const slotMinutes = 30

export type Doctor = { id: string; login: string; patientIds: string[] }
export type World = {
  app: ClientConfig
  /** Whom row security does not bind. */
  superuser: ClientConfig
  tenantId: string
  postmaster: number
  keyFolder: string
  rootKey: string
  doctors: Doctor[]
  /** A receptionist's login: who may book for anybody. */
  desk: string
  /** From it on every doctor has hours day and night, in slots of `slotMinutes`. */
  firstSlot: Date
  stop(): Promise<void>
}

export type Size = { doctors: number; patientsEach: number }

/** Charts of about 300 bytes, `patientsEach` in the care of each doctor, whose hours are all day and every day. */
export async function makeWorld({ doctors: count, patientsEach }: Size): Promise<World> {
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
  await vault.createTenant(tenantId)
  const [certifier] = await new Signers(keys).certifiers(tenantId)
  if (certifier === undefined) throw new Error('no certifier')

  const doctors: Doctor[] = Array.from({ length: count }, (_, place) => ({
    id: newId(now),
    login: `doctor${place}@bench.example`,
    patientIds: Array.from({ length: patientsEach }, () => newId(now)),
  }))
  const desk = 'desk@bench.example'
  const patients = doctors.flatMap(({ patientIds }) => patientIds).map((id, place) => ({ id, profile: profileOf(place) }))
  await Promise.all(patients.map(({ id }) => vault.createPatient(tenantId, id)))
  const passwordHash = await new Passwords(keys).hash(password)
  const op = systemOperation(tenantId, 'bench', 'system.seeded', now)
  op.trace.admitted('system:bench')
  await keep.db.transact(op, async (tx) => {
    const named = { tenantId, slug: 'bench', name: 'Bench', timeZone: 'UTC', languages: ['en'] }
    await makeOrganisation(tx, { ...named, openRegistration: false, staffSecondFactor: false }, certifier)
    const account = { tenantId, language: 'en', passwordHash, emailVerifiedAt: now, now }
    await insertAccount(tx, keep, { ...account, role: 'reception', email: desk, displayName: 'Desk' })
    for (const { id, login } of doctors) {
      const person = { id, tenantId, displayName: `Dr ${login}`, languages: ['en'], specialties: [], timeZone: 'UTC' }
      await addDoctor(tx, keep, { ...person, hours, now })
      await insertAccount(tx, keep, { ...account, role: 'doctor', email: login, displayName: person.displayName, doctorId: id })
    }
    for (const { id, profile } of patients) {
      const sealed = await sealProfile(keep, tenantId, id, profile)
      await tx.run(insertPatient({ tenantId, id, sourceIndex: null, language: 'en', sealed, now }))
    }
  })
  await makeBareTables(owner, { doctors, patients, passwordHash })
  await owner.end()
  const superuser = new pg.Client(postgres.options('postgres'))
  await superuser.connect()
  for (const { id, patientIds } of doctors) {
    await superuser.query(
      `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
       select $1, gen_random_uuid(), id, $2, 'care-team', gen_random_uuid(), tstzrange(now() - interval '1 day', now() + interval '1 day') from unnest($3::uuid[]) id`,
      [tenantId, id, patientIds],
    )
  }
  // One machine asks for everybody here, as often as it can.
  await superuser.query('insert into request_limits values ($1, $2, $2, $2, $2, $2, $2)', [tenantId, 2_000_000_000])
  await superuser.query('vacuum analyze')
  await superuser.end()
  await connections.close()
  return {
    app,
    superuser: postgres.options('postgres'),
    tenantId,
    postmaster: Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]),
    keyFolder,
    rootKey,
    doctors,
    desk,
    firstSlot: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 2)),
    stop: async () => {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  fromMinute: 0,
  toMinute: 24 * 60,
  slotMinutes,
  validFrom: null,
  validUntil: null,
}))

function profileOf(place: number) {
  return {
    displayName: `${given[place % given.length]} ${family[(place * 7) % family.length]}`,
    birthDate: '1970-01-01',
    sex: 'unknown' as const,
    insuranceId: `INS-${place}`,
    contact: { email: `patient${place}@bench.example`, phone: '+1 555 0100', address: '1 Bench Street, Benchtown' },
  }
}

const given = ['Ada', 'Boaz', 'Chen', 'Dalia', 'Emil', 'Farah', 'Goran', 'Hila', 'Igor', 'Jamila', 'Kurt', 'Lena', 'Moshe']
const family = ['Abbas', 'Brandt', 'Cohen', 'Dimitrov', 'Eriksen', 'Fischer', 'Goldberg', 'Haddad', 'Ivanova', 'Jansen', 'Katz', 'Lopez']

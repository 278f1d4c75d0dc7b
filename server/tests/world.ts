// Makes the two organisations of the cast in a fresh database. Done once a test run, into the template that every clinic is cloned from.
import { addDoctor } from '../src/features/doctors/index.ts'
import { insertAccount } from '../src/features/identity/index.ts'
import { makeOrganisation } from '../src/features/organisations/index.ts'
import { insertPatient, sealProfile } from '../src/features/patients/index.ts'
import { giveSigningKey } from '../src/features/records/index.ts'
import type { Transaction } from '../src/platform/database.ts'
import { newId } from '../src/platform/ids.ts'
import type { Keep } from '../src/security/keep.ts'
import { systemOperation } from '../src/security/operation.ts'
import type { Passwords, Signers } from '../src/security/vault/index.ts'
import { cast, castPassword, type Person } from './people.ts'

export type Placed = Person & { userId: string; tenantId: string; patientId?: string; doctorId?: string }
export type World = { organisations: Record<string, string>; people: Record<string, Placed> }

const organisations = [
  { slug: 'harbour', name: 'Harbour Clinic', timeZone: 'Asia/Jerusalem', languages: ['en', 'he'], openRegistration: true },
  { slug: 'hilltop', name: 'Hilltop Practice', timeZone: 'Europe/Berlin', languages: ['en'], openRegistration: false },
]
/** Monday to Friday and Sunday, nine to five in half hours: there is a free slot within two days of any day. */
const hours = [1, 2, 3, 4, 5, 7].map((weekday) => ({
  weekday,
  fromMinute: 9 * 60,
  toMinute: 17 * 60,
  slotMinutes: 30,
  validFrom: null,
  validUntil: null,
}))

export async function makeWorld(parts: { keep: Keep; passwords: Passwords; signers: Signers; now: Date }): Promise<World> {
  const { keep, passwords, signers, now } = parts
  const passwordHash = await passwords.hash(castPassword)
  const world: World = { organisations: {}, people: {} }
  for (const organisation of organisations) {
    const tenantId = newId(now)
    world.organisations[organisation.slug] = tenantId
    await keep.vault.createTenant(tenantId)
    const [certifier] = await signers.certifiers(tenantId)
    if (certifier === undefined) throw new Error('a tenant has a certifier')
    await asSystem(keep, tenantId, now, async (tx) => {
      await makeOrganisation(tx, { ...organisation, tenantId, staffSecondFactor: false }, certifier)
      for (const person of cast.filter((member) => member.organisation === organisation.slug)) {
        world.people[person.key] = await place(tx, { keep, signers, now, passwordHash }, person, tenantId, organisation.timeZone)
      }
    })
  }
  return world
}

async function place(
  tx: Transaction,
  { keep, signers, now, passwordHash }: { keep: Keep; signers: Signers; now: Date; passwordHash: string },
  person: Person,
  tenantId: string,
  timeZone: string,
): Promise<Placed> {
  const { email, displayName, language, role } = person
  const patientId = role === 'patient' ? newId(now) : undefined
  const doctorId = role === 'doctor' ? newId(now) : undefined
  if (patientId) {
    await keep.vault.createPatient(tenantId, patientId)
    const sealed = await sealProfile(keep, tenantId, patientId, {
      displayName,
      birthDate: '1984-02-29',
      sex: 'unknown',
      insuranceId: `INS-${person.key}-77`,
      contact: { email },
    })
    await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex: null, language, sealed, now }))
  }
  if (doctorId) {
    await addDoctor(tx, keep, {
      id: doctorId,
      tenantId,
      displayName,
      languages: [language, 'en'],
      specialties: ['General practice'],
      timeZone,
      hours,
      now,
    })
    await giveSigningKey(tx, keep, signers, { tenantId, doctorId, now })
  }
  const account = { tenantId, role, email, displayName, language, passwordHash, patientId, doctorId, emailVerifiedAt: now, now }
  const userId = await insertAccount(tx, keep, account)
  return { ...person, userId, tenantId, ...(patientId && { patientId }), ...(doctorId && { doctorId }) }
}

/** A transaction of the system inside one organisation, as imports and jobs have it. */
export function asSystem<T>(keep: Keep, tenantId: string, now: Date, act: (tx: Transaction) => Promise<T>): Promise<T> {
  const op = systemOperation(tenantId, 'world', 'system.seeded', now)
  op.trace.admitted('system:seed')
  return keep.db.transact(op, act)
}

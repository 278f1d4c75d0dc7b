// Puts the planned people into one organisation: imported patients, the doctors who treated them, one account a role. One transaction each.
import { readFile } from 'node:fs/promises'
import { keyLimits, keyScopes } from '@wardkeep/contract/api-keys.ts'
import { storeKey } from '../features/api-keys/index.ts'
import { addDoctor } from '../features/doctors/index.ts'
import { insertAccount, insertService } from '../features/identity/index.ts'
import { type BundleFacts, type PractitionerFacts, parseBundleText, sourceIndexOf, takeIn } from '../features/importing/index.ts'
import { makeOrganisation } from '../features/organisations/index.ts'
import { giveSigningKey } from '../features/records/index.ts'
import { insertVisitType } from '../features/visit-types/index.ts'
import type { Transaction } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Keep } from '../security/keep.ts'
import { systemOperation } from '../security/operation.ts'
import { founderRole } from '../security/policy.ts'
import { type OpaqueSecrets, type Passwords, prefixOfApiKey, type Signers } from '../security/vault/index.ts'
import type { DemoAccount, PlannedOrganisation } from './plan.ts'

export type Hands = { keep: Keep; secrets: OpaqueSecrets; passwords: Passwords; signers: Signers; now: Date }

// Of one subject in common, so that they can stand in for each other.
const specialties = [
  ['General practice'],
  ['Internal medicine', 'General practice'],
  ['Pediatrics', 'General practice'],
  ['Dermatology', 'General practice'],
]
const spoken = [
  ['en', 'he'],
  ['he', 'en', 'es'],
  ['es', 'en'],
  ['en', 'he', 'ar'],
]
const morning = { fromMinute: 9 * 60, toMinute: 13 * 60, slotMinutes: 30, validFrom: null, validUntil: null }
const afternoon = { ...morning, fromMinute: 14 * 60, toMinute: 17 * 60 }
/** Sunday to Friday mornings, Sunday to Thursday afternoons: whatever day it is, tomorrow or the day after has a free slot. */
const hours = [7, 1, 2, 3, 4, 5].flatMap((weekday) => [{ ...morning, weekday }, ...(weekday === 5 ? [] : [{ ...afternoon, weekday }])])

const usual = { bufferBefore: 0, bufferAfter: 0, noticeMinutes: 0, horizonDays: 90, dailyCap: null, languages: [], everyDoctor: true }
const kinds = [
  { ...usual, name: 'Follow-up', minutes: 30, modality: 'in-person' as const },
  { ...usual, name: 'New patient', minutes: 60, bufferAfter: 15, noticeMinutes: 1440, dailyCap: 3, modality: 'in-person' as const },
  { ...usual, name: 'Phone call', minutes: 15, dailyCap: 8, modality: 'phone' as const },
].map((kind) => ({ ...kind, doctorIds: [], active: true }))

export async function settle(hands: Hands, planned: PlannedOrganisation): Promise<void> {
  const { keep, signers, now } = hands
  const { tenantId } = planned
  await keep.vault.createTenant(tenantId)
  const [certifier] = await signers.certifiers(tenantId)
  if (certifier === undefined) throw new Error('The tenant has no certifier key')
  const bundles = await Promise.all(planned.bundles.map(readFixture))
  const patientIds = bundles.map(() => newId(now))
  await Promise.all(patientIds.map((id) => keep.vault.createPatient(tenantId, id)))
  const hashes = await Promise.all(planned.accounts.map((account) => hands.passwords.hash(account.password)))

  const op = systemOperation(tenantId, 'demo clinic', 'system.seeded', now)
  await keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:demo', { patientIds })
    await makeOrganisation(tx, planned, certifier)
    for (const [place, facts] of bundles.entries()) await takeIn(tx, keep, facts, { tenantId, now, patientId: patientIds[place] ?? '' })
    const doctors = await addDoctors(tx, hands, planned, bundles)
    for (const kind of kinds) await tx.runAll(insertVisitType('system', { id: newId(now), ...kind }, now))
    for (const [place, account] of planned.accounts.entries()) {
      const id = await addAccount(tx, hands, planned, account, hashes[place] ?? null, {
        patientId: patientIds[0],
        patient: bundles[0]?.patient,
        doctor: doctors[0],
      })
      if (account.role === founderRole && id !== undefined) await addService(tx, hands, planned, id)
    }
  })
}

type PlacedDoctor = { id: string; displayName: string }

async function addDoctors(
  tx: Transaction,
  { keep, signers, now }: Hands,
  planned: PlannedOrganisation,
  bundles: readonly BundleFacts[],
): Promise<PlacedDoctor[]> {
  const practitioners = new Map<string, PractitionerFacts>(
    bundles.flatMap((facts) => facts.practitioners.map((person) => [person.sourceId, person])),
  )
  const placed: PlacedDoctor[] = []
  for (const person of practitioners.values()) {
    const id = newId(now)
    const turn = placed.length % spoken.length
    await addDoctor(tx, keep, {
      id,
      tenantId: planned.tenantId,
      displayName: `Dr. ${person.displayName}`,
      languages: spoken[turn] ?? ['en'],
      specialties: specialties[turn] ?? ['General practice'],
      timeZone: planned.timeZone,
      sourceIndex: await sourceIndexOf(keep, planned.tenantId, 'doctor', person.sourceId),
      hours,
      now,
    })
    await giveSigningKey(tx, keep, signers, { tenantId: planned.tenantId, doctorId: id, now })
    placed.push({ id, displayName: `Dr. ${person.displayName}` })
  }
  return placed
}

type Faces = { patientId: string | undefined; patient: BundleFacts['patient'] | undefined; doctor: PlacedDoctor | undefined }

const staffNames = { admin: 'Noa Admin', reception: 'Rivka Reception', auditor: 'Adam Auditor' }

async function addAccount(
  tx: Transaction,
  { keep, now }: Hands,
  planned: PlannedOrganisation,
  account: DemoAccount,
  passwordHash: string | null,
  faces: Faces,
): Promise<string | undefined> {
  const { role, login, totpSecret } = account
  const common = { tenantId: planned.tenantId, role, email: login, language: 'en', passwordHash, totpSecret, emailVerifiedAt: now, now }
  const ofRole: Record<string, { displayName: string; patientId?: string | undefined; doctorId?: string | undefined }> = {
    patient: { displayName: faces.patient?.displayName ?? '', patientId: faces.patientId },
    doctor: { displayName: faces.doctor?.displayName ?? '', doctorId: faces.doctor?.id },
    admin: { displayName: staffNames.admin },
    reception: { displayName: staffNames.reception },
    auditor: { displayName: staffNames.auditor },
  }
  const face = ofRole[role]
  return face && insertAccount(tx, keep, { ...common, ...face })
}

/** A partner's system with a key of every scope. */
async function addService(tx: Transaction, { keep, secrets, now }: Hands, { tenantId, service }: PlannedOrganisation, madeBy: string) {
  const serviceId = await insertService(tx, keep, { tenantId, displayName: 'Partner portal', now })
  const { apiKey: key } = service
  const drawn = { id: newId(now), key, prefix: prefixOfApiKey(key) ?? '' }
  await storeKey(
    tx,
    { secrets },
    { ...drawn, tenantId, serviceId, scopes: keyScopes, days: keyLimits.days, perMinute: undefined, madeBy, now },
  )
}

async function readFixture(name: string): Promise<BundleFacts> {
  return parseBundleText(await readFile(new URL(`../../fixtures/synthea/${name}`, import.meta.url)))
}

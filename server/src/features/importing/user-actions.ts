// The users of another system keep their passwords: the old hash is stored as it is, and made anew at the first sign-in. [A38]
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import { systemOperation } from '../../security/operation.ts'
import { isDoctorRole, isPatientRole } from '../../security/policy.ts'
import type { Signers } from '../../security/vault/index.ts'
import { addDoctor } from '../doctors/index.ts'
import { insertAccount, type NamesFound, NameTaken, whoHas } from '../identity/index.ts'
import { insertPatient, sealProfile } from '../patients/index.ts'
import { giveSigningKey } from '../records/index.ts'
import type { Destination } from './actions.ts'
import { BundleRefused } from './refused.ts'
import type { UserFacts } from './user-list.ts'

type ImportKeep = Keep & { readonly signers: Signers }

/** Refuses, with its row, the first user whose address or username another account has; gives how many are in this organisation already. */
export async function checkUsers(keep: Keep, { tenantId }: Destination, users: readonly UserFacts[]): Promise<number> {
  let there = 0
  for (const [place, user] of users.entries()) {
    const found = await whoHas(keep, user).catch((cause: unknown) => {
      if (cause instanceof Refusal) throw new BundleRefused(`row ${place + 1}: email`, 'has no domain')
      throw cause
    })
    if (mustBeFree(found, tenantId, place)) there += 1
  }
  return there
}

/** Makes the account, unless it stands; false then. What stands is left as it is, its password too. */
export async function importUser(keep: ImportKeep, destination: Destination, user: UserFacts, place: number, now: Date): Promise<boolean> {
  const { tenantId } = destination
  if (mustBeFree(await whoHas(keep, user), tenantId, place)) return false
  const patientId = isPatientRole(user.role) ? newId(now) : undefined
  if (patientId !== undefined) await keep.vault.createPatient(tenantId, patientId)
  await insert(keep, destination, user, patientId, now).catch(async (cause: unknown) => {
    if (patientId !== undefined) await keep.vault.shredPatient(tenantId, patientId)
    if (cause instanceof NameTaken) throw new BundleRefused(`row ${place + 1}`, 'has the address or username of another account')
    throw cause
  })
  return true
}

/** True where the account stands already. */
function mustBeFree({ email, username }: NamesFound, tenantId: string, place: number): boolean {
  const elsewhere = 'has an account in another organisation of this installation'
  if (email !== undefined && email.tenant_id !== tenantId) throw new BundleRefused(`row ${place + 1}: email`, elsewhere)
  if (username !== undefined && username.user_id !== email?.user_id)
    throw new BundleRefused(`row ${place + 1}: username`, 'is that of another account')
  return email !== undefined
}

async function insert(
  keep: ImportKeep,
  { tenantId, languages, timeZone }: Destination,
  user: UserFacts,
  patientId: string | undefined,
  now: Date,
): Promise<void> {
  const { email, displayName, role, language = languages[0] ?? 'en' } = user
  const op = systemOperation(tenantId, 'import', 'user.imported', now)
  await keep.db.transact(op, async (tx: Transaction) => {
    if (patientId !== undefined) {
      const sealed = await sealProfile(keep, tenantId, patientId, { displayName, contact: { email } })
      await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex: null, language, sealed, now }))
    }
    const doctorId = isDoctorRole(role) ? newId(now) : undefined
    if (doctorId !== undefined) {
      await addDoctor(tx, keep, { id: doctorId, tenantId, displayName, languages, specialties: [], timeZone, hours: [], now })
      await giveSigningKey(tx, keep, keep.signers, { tenantId, doctorId, now })
    }
    // The other system has proven the address, or its host vouches for it.
    const id = await insertAccount(tx, keep, { ...user, tenantId, language, patientId, doctorId, emailVerifiedAt: now, now })
    await traceChange(keep, op, { of: { type: 'user', id }, after: { email, displayName, role, language } })
    op.trace.admitted('system:import', { patientIds: patientId === undefined ? [] : [patientId], resource: { type: 'user', id } })
  })
}

// Whoever asks to register gets the same answer after the same steps, whatever is true of the e-mail address. [F7]

import type { PasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { mustBeStrong } from '../../security/passwords/index.ts'
import { insertPatient, sealProfile } from '../patients/index.ts'
import { insertAccount, NameTaken } from './account-actions.ts'
import { findOpenOrganisation } from './account-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { placeOf } from './password-place.ts'
import { mustHaveDomain } from './sign-in-names.ts'
import { concerns } from './stranger-actions.ts'

export type Asked = { email: string; password: string; displayName: string; username?: string; language?: string }

const accepted = { status: 'accepted' } as const

/**
 * Makes an account and a chart in the organisation whose registration is open. Refuses PASSWORD_REFUSED with each rule that is broken and
 * BAD_REQUEST for an e-mail address without a domain; where a name is taken, or nothing is open, nothing is made and the answer is the same.
 */
export async function register(keep: IdentityKeep, op: Operation, asked: Asked, open: boolean): Promise<typeof accepted> {
  const [[organisation]] = open ? await keep.db.locators.runAll([findOpenOrganisation()]) : [[]]
  mustBeStrong(asked.password, placeOf(organisation), asked)
  mustHaveDomain(asked.email)
  const passwordHash = await keep.passwords.hash(asked.password)
  if (organisation === undefined) await keep.db.record(op, new Refusal('FORBIDDEN'))
  else await join(keep, op, { ...asked, tenantId: organisation.tenant_id, passwordHash })
  return accepted
}

/** The policy of the organisation whose registration is open. */
export async function openPolicy(keep: Keep): Promise<PasswordPolicy> {
  const [[organisation]] = await keep.db.locators.runAll([findOpenOrganisation()])
  return placeOf(organisation).policy
}

type Joining = Asked & { tenantId: string; passwordHash: string }

/** The chart's key is made first and destroyed again where the chart is not: whether the names are free, only inserting them tells. */
async function join(keep: IdentityKeep, op: Operation, joining: Joining): Promise<void> {
  const { tenantId } = joining
  const patientId = newId(op.now)
  await keep.vault.createPatient(tenantId, patientId)
  try {
    await insert(keep, op, joining, patientId)
  } catch (cause) {
    await keep.vault.shredPatient(tenantId, patientId)
    if (!(cause instanceof NameTaken)) throw cause
    concerns(op, tenantId)
    await keep.db.record(op, new Refusal('BAD_REQUEST'))
  }
}

function insert(keep: IdentityKeep, op: Operation, joining: Joining, patientId: string): Promise<void> {
  const { tenantId, email, username, displayName, language = 'en', passwordHash } = joining
  const { now } = op
  return keep.db.transact(op.asSystem(tenantId, 'registration'), async (tx) => {
    const sealed = await sealProfile(keep, tenantId, patientId, { displayName, contact: { email } })
    await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex: null, language, sealed, now }))
    const role = 'patient'
    const userId = await insertAccount(tx, keep, { tenantId, role, email, username, displayName, language, passwordHash, patientId, now })
    op.trace.by = { tenantId, userId, role, name: displayName, patientId }
    op.trace.admitted('public:register', { patientIds: [patientId], resource: { type: 'user', id: userId } })
  })
}

// Whoever asks to register gets the same answer after the same steps, whatever is true of the e-mail address. [F7]

import type { PasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import { newId } from '../../platform/ids.ts'
import { paced } from '../../platform/pace.ts'
import { Refusal } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { mustBeStrong } from '../../security/passwords/index.ts'
import { Sealed } from '../../security/vault/index.ts'
import { countMails } from '../mail/index.ts'
import { insertPatient, sealProfile } from '../patients/index.ts'
import { insertAccount, NameTaken } from './account-actions.ts'
import { findOpenOrganisation } from './account-store.ts'
import { ofRegistration } from './counted-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { mailLink, notify } from './link-actions.ts'
import { countUse } from './lockout-actions.ts'
import { placeOf } from './password-place.ts'
import { lockUser } from './password-store.ts'
import { openAccount } from './profile.ts'
import { countRegistration } from './registration-limit-actions.ts'
import { peekNamed } from './sign-in-actions.ts'
import { mustHaveDomain } from './sign-in-names.ts'
import { concerns } from './stranger-actions.ts'

export type Asked = { email: string; password: string; displayName: string; username?: string; language?: string }

const accepted = { status: 'accepted' } as const

/** Milliseconds after which, at the earliest, the answer leaves: whether an account was made does not show. */
const answerMs = 250

/**
 * Makes an account and a chart in the organisation whose registration is open. Refuses PASSWORD_REFUSED with each rule that is broken and
 * BAD_REQUEST for an e-mail address without a domain; SIGN_IN_LOCKED after too many; where a name is taken, or nothing is open, nothing is made and the answer is the same.
 */
export async function register(keep: IdentityKeep, op: Operation, asked: Asked, open: boolean): Promise<typeof accepted> {
  const [[organisation]] = open ? await keep.db.locators.runAll([findOpenOrganisation()]) : [[]]
  await mustBeStrong(keep.passwords, asked.password, placeOf(organisation), asked)
  mustHaveDomain(asked.email)
  // Each counts, whatever becomes of it: else the limit would tell which addresses are taken. [B80]
  await countUse(keep, op, await ofRegistration(keep, op, asked.email))
  await countRegistration(keep, op)
  await paced(answerMs, async () => {
    const passwordHash = await keep.passwords.hash(asked.password)
    if (organisation === undefined) await keep.db.record(op, new Refusal('FORBIDDEN'))
    else await join(keep, op, { ...asked, tenantId: organisation.tenant_id, passwordPolicy: organisation.password_policy, passwordHash })
  })
  return accepted
}

/** The policy of the organisation whose registration is open. */
export async function openPolicy(keep: Keep): Promise<PasswordPolicy> {
  const [[organisation]] = await keep.db.locators.runAll([findOpenOrganisation()])
  return placeOf(organisation).policy
}

type Joining = Asked & { tenantId: string; passwordPolicy: string; passwordHash: string }

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
    await tellOwner(keep, op, joining.email)
  }
}

function insert(keep: IdentityKeep, op: Operation, joining: Joining, patientId: string): Promise<void> {
  const { tenantId, email, username, displayName, language = 'en', passwordHash } = joining
  const { now } = op
  const joined = op.asSystem(tenantId, 'registration')
  return keep.db.transact(joined, async (tx) => {
    const sealed = await sealProfile(keep, tenantId, patientId, { displayName, contact: { email } })
    await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex: null, language, sealed, now }))
    const role = 'patient'
    const account = { tenantId, role, email, username, displayName, language, passwordHash, patientId, emailVerifiedAt: null, now } as const
    const userId = await insertAccount(tx, keep, account)
    await traceChange(keep, joined, { of: { type: 'user', id: userId }, after: { role, patientId, displayName, email, language } })
    const { passwordPolicy } = joining
    await mailLink(tx, keep, op, 'verification', { tenantId, userId, patientId, address: email, language, passwordPolicy })
    op.trace.by = { tenantId, userId, role, name: displayName, patientId }
    op.trace.admitted('public:register', { patientIds: [patientId], resource: { type: 'user', id: userId } })
  })
}

/** Whose address it is hears of the try, once an hour at most; where only the username was taken there is nobody to tell. */
async function tellOwner(keep: IdentityKeep, op: Operation, email: string): Promise<void> {
  const account = await peekNamed(keep, op, email)
  if (!account?.active) return
  const { tenant_id: tenantId, id: userId, patient_id, language } = account
  const { email: address } = await openAccount(keep, { tenantId, userId }, Sealed.fromDatabase(account.profile))
  const template = 'already-registered'
  await keep.db.transact(op.asSystem(tenantId, 'registration', 'none'), async (tx) => {
    await lockUser(tx, { tenantId, userId })
    const since = new Date(op.now.getTime() - 3_600_000)
    if ((await countMails(tx, { tenantId, userId, template, since })) > 0) return
    await notify(tx, keep, op, template, { tenantId, userId, patientId: patient_id ?? undefined, address, language })
  })
}

// An invitation is accepted once, by whoever has the link: that proves the address, so an account that has it already may be told.

import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { mustBeStrong } from '../../security/passwords/index.ts'
import { isDoctorRole, isPatientRole } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { addDoctor } from '../doctors/index.ts'
import { type FollowedSubject, followSubject, insertAccount, NameTaken, placeOf, spendLink } from '../identity/index.ts'
import { insertPatient, sealProfile } from '../patients/index.ts'
import { giveSigningKey } from '../records/index.ts'
import { mustBeFree } from './actions.ts'
import { type InvitationContent, openInvitation } from './content.ts'
import type { InvitationKeep } from './invitation-keep.ts'
import { mustBeOpen } from './rules.ts'
import { closeInvitation, findInviting, type InvitingRow, lockInvitation } from './store.ts'

const accepted = { status: 'accepted' } as const

/**
 * Makes the account that somebody was invited to. Refuses LINK_…, INVITATION_CLOSED, ACCOUNT_EXISTS, CHART_HAS_ACCOUNT, and PASSWORD_REFUSED with
 * each rule that is broken, which leaves the link as it was.
 */
export async function accept(keep: InvitationKeep, op: Operation, given: { token: string; password: string }): Promise<typeof accepted> {
  const followed = await followSubject(keep, op, { kind: 'invitation', type: 'invitation' }, given.token)
  const { tenantId, subjectId: id } = followed
  const [[row]] = await keep.db.peek(tenantId, op.now, [findInviting(id)])
  if (!row?.organisation_active) return refuse('LINK_UNKNOWN')
  mustBeOpen(row)
  const person = await openInvitation(keep, { tenantId, id }, Sealed.fromDatabase(row.content))
  const { organisation_name: name, organisation_slug: slug, password_policy } = row
  await mustBeStrong(keep.passwords, given.password, placeOf({ password_policy, name, slug }), person)
  const passwordHash = await keep.passwords.hash(given.password)
  await withChart(keep, op, { row, person, followed, passwordHash })
  return accepted
}

type Joining = { row: InvitingRow; person: InvitationContent; followed: FollowedSubject; passwordHash: string }

/** Who is invited as a patient without a chart gets one: its key is made first, and destroyed again where the rest fails. */
async function withChart(keep: InvitationKeep, op: Operation, joining: Joining): Promise<void> {
  const { row, followed } = joining
  if (!isPatientRole(row.role)) return join(keep, op, joining, {})
  if (row.patient_id !== null) return join(keep, op, joining, { patientId: row.patient_id })
  const patientId = newId(op.now)
  await keep.vault.createPatient(followed.tenantId, patientId)
  await join(keep, op, joining, { patientId, newChart: true }).catch(async (cause: unknown) => {
    await keep.vault.shredPatient(followed.tenantId, patientId)
    throw cause
  })
}

type Chart = { patientId?: string; newChart?: true }

async function join(keep: InvitationKeep, op: Operation, joining: Joining, { patientId, newChart }: Chart): Promise<void> {
  const { row, person, followed, passwordHash } = joining
  const { tenantId } = followed
  const { role, language } = row
  const { email, displayName } = person
  const joined = keep.db.transact(op.asSystem(tenantId, 'invitation'), async (tx) => {
    await spendLink(tx, followed, op.now)
    mustBeOpen((await lockInvitation(tx, row.id)) ?? refuse('LINK_UNKNOWN'))
    if (patientId !== undefined && newChart) {
      const sealed = await sealProfile(keep, tenantId, patientId, { displayName, contact: { email } })
      await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex: null, language, sealed, now: op.now }))
    } else if (patientId !== undefined) await mustBeFree(tx, patientId)
    const doctorId = isDoctorRole(role) ? await addToRoster(tx, keep, op, joining) : undefined
    const account = {
      tenantId,
      role,
      email,
      displayName,
      language,
      passwordHash,
      patientId,
      doctorId,
      emailVerifiedAt: op.now,
      now: op.now,
    }
    const userId = await insertAccount(tx, keep, account)
    await closeInvitation(tx, row.id, userId, op.now)
    op.trace.by = { tenantId, userId, role, name: displayName, ...(patientId !== undefined && { patientId }) }
    const patientIds = patientId === undefined ? [] : [patientId]
    op.trace.admitted('public:invitation', { patientIds, resource: { type: 'user', id: userId } })
  })
  await joined.catch((cause: unknown) => {
    throw cause instanceof NameTaken ? refuse('ACCOUNT_EXISTS') : cause
  })
}

/** A doctor who joins stands in the directory, has a key to sign with, and sets the hours themselves. */
async function addToRoster(tx: Transaction, keep: InvitationKeep, { now }: Operation, { row, person, followed }: Joining): Promise<string> {
  const { tenantId } = followed
  const doctorId = newId(now)
  const { displayName, languages = [row.language], specialties = [] } = person
  await addDoctor(tx, keep, { id: doctorId, tenantId, displayName, languages, specialties, timeZone: row.time_zone, hours: [], now })
  await giveSigningKey(tx, keep, keep.signers, { tenantId, doctorId, now })
  return doctorId
}

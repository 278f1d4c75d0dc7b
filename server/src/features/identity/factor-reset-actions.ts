// Who has lost every second factor is helped by two administrators, each of whom has seen who it is: as sure as when the factor was set up. The user
// hears of it when it is asked and when it is done, and no session goes on. [V6.4.4]
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import { dropFactors } from './closing-store.ts'
import { forgetDevices } from './device-store.ts'
import { insertFactorReset, settleFactorReset } from './factor-reset-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { endAllBut } from './other-sessions-actions.ts'
import { closeChallenges } from './password-store.ts'
import { lockOther } from './people-actions.ts'
import { openReset } from './people-rules.ts'
import type { MemberRow } from './people-store.ts'
import { tellPeople } from './people-telling-actions.ts'
import { openAccount } from './profile.ts'
import { own } from './session-actions.ts'
import { dropLinks } from './sign-on-link-store.ts'

/** Asks that another user's second factors be taken away; nothing is yet. Refuses NOT_FOUND, OWN_ACCOUNT and FACTOR_MISSING. */
export async function askForFactorReset(
  keep: IdentityKeep,
  op: Operation,
  { params: { id }, body: { reason, evidence } }: Input<Api['askForFactorReset']>,
): Promise<Reply<Api['askForFactorReset']>> {
  const row = await keep.db.transact(op, async (tx) => {
    const user = await lockOther(tx, op, id)
    if (!user.second_factor) refuse('FACTOR_MISSING')
    op.trace.fields = [reason, evidence]
    const asked = { id: newId(op.now), by: own(op).userId }
    await insertFactorReset(tx, { ...asked, tenantId: op.tenantId, userId: id, reason, evidence, now: op.now })
    await tellOwner(tx, keep, op, user, 'factor-reset-asked')
    return { ...user, reset_id: asked.id, reset_asked_by: asked.by, reset_asked_at: op.now }
  })
  return told(keep, op, row)
}

/**
 * Takes another user's second factors and recovery codes away, and ends all their sessions, as another administrator asked within a day. Refuses
 * NOT_FOUND, OWN_ACCOUNT, FACTOR_MISSING, RESET_NOT_ASKED, and SECOND_PERSON_NEEDED who asked themselves.
 */
export async function resetFactors(
  keep: IdentityKeep,
  op: Operation,
  { params: { id }, body: { evidence } }: Input<Api['resetFactors']>,
): Promise<Reply<Api['resetFactors']>> {
  const owner = { tenantId: op.tenantId, userId: id }
  const ended: Consequence[] = []
  const row = await keep.db.transact(
    op,
    async (tx) => {
      const user = await lockOther(tx, op, id)
      if (!user.second_factor) refuse('FACTOR_MISSING')
      const asked = openReset(user, op.now) ?? refuse('RESET_NOT_ASKED')
      const { userId: by } = own(op)
      if (asked.by === by) refuse('SECOND_PERSON_NEEDED')
      op.trace.fields = [evidence]
      await dropFactors(tx, owner)
      await dropLinks(tx, owner)
      await forgetDevices(tx, owner.tenantId, id)
      await closeChallenges(tx, owner.tenantId, id, op.now)
      await settleFactorReset(tx, { tenantId: op.tenantId, id: asked.id, evidence, by, now: op.now })
      await endAllBut(tx, op, owner, null, ended)
      await tellOwner(tx, keep, op, user, 'factors-reset')
      return { ...user, second_factor: false }
    },
    ended,
  )
  return told(keep, op, row)
}

async function tellOwner(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  user: MemberRow,
  template: 'factor-reset-asked' | 'factors-reset',
): Promise<void> {
  const owner = { tenantId: op.tenantId, userId: user.id }
  const { email: address } = await openAccount(keep, owner, Sealed.fromDatabase(user.profile))
  await notify(tx, keep, op, template, { ...owner, patientId: user.patient_id ?? undefined, address, language: user.language })
}

async function told(keep: IdentityKeep, op: Operation, row: MemberRow): Promise<Reply<Api['resetFactors']>> {
  const [member = refuse('NOT_FOUND')] = await tellPeople(keep, op, [row])
  return member
}

// Who has lost every second factor is helped by an administrator who has made sure who asks. The user hears of it, and no session goes on.
import type { Api, Input, Reply } from '@wardkeep/contract'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import { dropFactors, insertFactorReset } from './closing-store.ts'
import { forgetDevices } from './device-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { closeChallenges } from './password-store.ts'
import { lockOther } from './people-actions.ts'
import { tellPeople } from './people-telling-actions.ts'
import { openAccount } from './profile.ts'
import { endSessions } from './session-store.ts'

type Reason = Input<Api['resetFactors']>['body']['reason']

/** Takes another user's second factors and recovery codes away, and ends all their sessions. Refuses NOT_FOUND, OWN_ACCOUNT and FACTOR_MISSING. */
export async function resetFactors(keep: IdentityKeep, op: Operation, id: string, reason: Reason): Promise<Reply<Api['resetFactors']>> {
  const owner = { tenantId: op.tenantId, userId: id }
  const ended: Consequence[] = []
  const row = await keep.db.transact(
    op,
    async (tx) => {
      const user = await lockOther(tx, op, id)
      if (!user.second_factor) refuse('FACTOR_MISSING')
      op.trace.fields = [reason]
      await dropFactors(tx, owner)
      await forgetDevices(tx, owner.tenantId, id)
      await closeChallenges(tx, owner.tenantId, id, op.now)
      await insertFactorReset(tx, { ...owner, id: newId(op.now), reason, by: op.actor.userId ?? refuse('UNAUTHENTICATED'), now: op.now })
      for (const session of await endSessions(tx, owner, op.now))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id: session } })
      const { email: address } = await openAccount(keep, owner, Sealed.fromDatabase(user.profile))
      const patientId = user.patient_id ?? undefined
      await notify(tx, keep, op, 'factors-reset', { ...owner, patientId, address, language: user.language })
      return { ...user, second_factor: false }
    },
    ended,
  )
  const [told = refuse('NOT_FOUND')] = await tellPeople(keep, op, [row])
  return told
}

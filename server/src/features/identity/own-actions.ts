import type { Api, Input } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { findUser } from './account-store.ts'
import { lockUser } from './password-store.ts'
import { setOwn } from './people-store.ts'
import { openAccount, sealAccount } from './profile.ts'
import type { User } from './reply.ts'
import { own } from './session-actions.ts'
import { tellUser } from './user-actions.ts'

/** Changes the caller's own name or language; what is not named stays, and nothing else can be named. */
export async function changeOwn(keep: Keep, op: Operation, changed: Input<Api['updateMe']>['body']): Promise<User> {
  const { userId, session } = own(op)
  const row = await keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'user', id: userId } })
    op.trace.fields = Object.keys(changed)
    await lockUser(tx, { tenantId: op.tenantId, userId })
    const [found = refuse('NOT_FOUND')] = await tx.run(findUser(op.tenantId, userId))
    const account = { tenantId: op.tenantId, userId, role: found.role, patientId: found.patient_id }
    const profile = await openAccount(keep, account, Sealed.fromDatabase(found.profile))
    const { language = found.language, displayName = profile.displayName } = changed
    const sealed = await sealAccount(keep, account, { ...profile, displayName })
    await setOwn(tx, userId, { language, profile: sealed })
    const before = { displayName: profile.displayName, language: found.language }
    await traceChange(keep, op, { of: { type: 'user', id: userId }, before, after: { displayName, language } })
    return { ...found, language, profile: sealed.bytes }
  })
  return tellUser(keep, row, session.assurance)
}

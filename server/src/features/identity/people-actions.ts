// Who has an account, for who runs the organisation. A disabled account and a changed role end every session at once, and there is always
// somebody left who runs the organisation. [F20]
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { founderRole } from '../../security/policy.ts'
import { replaceLinks } from './link-store.ts'
import { closeChallenges } from './password-store.ts'
import { mustBeAnother, mustBeExchangeable, mustLeaveOne } from './people-rules.ts'
import { listMembers, lockHolders, lockMember, type MemberRow, setActive, setRole } from './people-store.ts'
import { tellPeople } from './people-telling-actions.ts'
import { endSessions } from './session-store.ts'

type Member = Reply<Api['updateUser']>

export async function listPeople(keep: Keep, op: Operation, query: Input<Api['listUsers']>['query']): Promise<Reply<Api['listUsers']>> {
  const { role, active, patientId } = query
  const page = pageById(query)
  const rows = await keep.db.read(op, [listMembers({ role, active, patientId, after: page.after, limit: page.rows })], ([found]) => {
    Permit.askAll(op, 'user.manage', found.map(subjectOf))
    return found
  })
  const { shown, last } = cut(rows, page)
  const items = await tellPeople(keep, op, shown)
  return { items, next: nextById(last) }
}

/** Disables or enables an account. Refuses OWN_ACCOUNT and LAST_ADMIN. */
export function enable(keep: Keep, op: Operation, id: string, active: boolean): Promise<Member> {
  return change(keep, op, id, async (tx, user) => {
    await setActive(tx, id, active)
    return { ...user, active }
  })
}

/** Gives an account another role. Refuses OWN_ACCOUNT, LAST_ADMIN and ROLE_FIXED. */
export function changeRole(keep: Keep, op: Operation, id: string, role: Input<Api['changeRole']>['body']['role']): Promise<Member> {
  return change(keep, op, id, async (tx, user) => {
    mustBeExchangeable(user)
    await setRole(tx, id, role)
    return { ...user, role }
  })
}

async function change(
  keep: Keep,
  op: Operation,
  id: string,
  act: (tx: Transaction, user: MemberRow) => Promise<MemberRow>,
): Promise<Member> {
  const ended: Consequence[] = []
  const row = await keep.db.transact(
    op,
    async (tx) => {
      const found = await lockOther(tx, op, id)
      const changed = await act(tx, found)
      await traceChange(keep, op, { of: { type: 'user', id }, before: contentOf(found), after: contentOf(changed) })
      const user = { tenantId: op.tenantId, userId: id }
      await closeChallenges(tx, user.tenantId, user.userId, op.now)
      for (const kind of ['reset', 'verification', 'first-password'] as const) await replaceLinks(tx, user, kind, op.now)
      for (const session of await endSessions(tx, user, op.now))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id: session } })
      return changed
    },
    ended,
  )
  const [told = refuse('NOT_FOUND')] = await tellPeople(keep, op, [row])
  return told
}

/** Locks somebody whom the caller runs the organisation over. Refuses NOT_FOUND, OWN_ACCOUNT and LAST_ADMIN. */
export async function lockOther(tx: Transaction, op: Operation, id: string): Promise<MemberRow> {
  const running = await lockHolders(tx, founderRole)
  const found = (await lockMember(tx, id)) ?? refuse('NOT_FOUND')
  Permit.ask(op, 'user.manage', subjectOf(found))
  mustBeAnother(found, op.actor.userId)
  mustLeaveOne(found, running)
  // The caller may have been disabled while this waited for the lock.
  if (!running.some((one) => one.id === op.actor.userId)) refuse('UNAUTHENTICATED')
  return found
}

function contentOf({ role, active }: MemberRow) {
  return { role, active }
}

function subjectOf({ id }: MemberRow) {
  return { resource: { type: 'user', id } }
}

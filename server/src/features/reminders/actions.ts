import type { Api, Input, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { findRefusal, refuseMail, takeMailAgain } from './store.ts'

type Choice = Reply<Api['readReminders']>

export function readChoice(keep: Keep, op: Operation): Promise<Choice> {
  return keep.db.read(op, [findRefusal()], ([[refusal]]) => {
    askForOwn(op)
    return { mail: refusal === undefined }
  })
}

/** Holds from the next reminder on; said twice it is said once. */
export function choose(keep: Keep, op: Operation, { mail }: Input<Api['setReminders']>['body']): Promise<Choice> {
  return keep.db.transact(op, async (tx) => {
    const permit = askForOwn(op)
    const [refusal] = await tx.run(findRefusal())
    const of = op.trace.resource ?? refuse('UNAUTHENTICATED')
    await traceChange(keep, op, { of, before: { reminders: refusal === undefined }, after: { reminders: mail } })
    await tx.run(mail ? takeMailAgain(permit) : refuseMail(permit, op.now))
    return { mail }
  })
}

function askForOwn(op: Operation): Permit {
  const ownerUserId = op.actor.userId ?? refuse('UNAUTHENTICATED')
  return Permit.ask(op, 'session.own', { ownerUserId, resource: { type: 'user', id: ownerUserId } })
}

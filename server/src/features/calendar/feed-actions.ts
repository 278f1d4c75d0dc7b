// A feed's address is 256 random bits, shown once; what stays is a keyed hash. It opens nothing but when its owner's visits are, and ends with the account.
import type { Api, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { newSecret } from '../../security/vault/index.ts'
import type { CalendarKeep } from './calendar-keep.ts'
import { dropFeed, findOwnFeed, putFeed } from './feed-store.ts'

export async function readFeed(keep: Keep, op: Operation): Promise<Reply<Api['readCalendarFeed']>> {
  return keep.db.read(op, [findOwnFeed()], ([[row]]) => {
    mustBeOwn(op)
    return row === undefined ? {} : { feed: { madeAt: row.made_at.toISOString() } }
  })
}

/** Makes an address, in the place of the one before. */
export async function makeFeed(keep: CalendarKeep, op: Operation): Promise<Reply<Api['makeCalendarFeed']>> {
  const token = newSecret()
  await keep.db.transact(op, async (tx) => {
    mustBeOwn(op)
    await putFeed(tx, { hash: keep.secrets.hash(token), now: op.now })
  })
  return { url: `${keep.publicUrl}/api/calendar/${token}.ics`, madeAt: op.now.toISOString() }
}

/** Asked again, or where there is none, it is as ended. */
export async function endFeed(keep: Keep, op: Operation): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    mustBeOwn(op)
    await tx.run(dropFeed())
    return null
  })
}

function mustBeOwn(op: Operation): void {
  const userId = op.actor.userId ?? refuse('UNAUTHENTICATED')
  Permit.ask(op, 'calendar.own', { ownerUserId: userId, resource: { type: 'user', id: userId } })
}

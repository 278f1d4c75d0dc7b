// A session that speaks from where it never did is written down once, whoever asks how often and through however many processes; its owner hears of it
// where both the network and the browser are new. Nothing of where it was stands in the clear. [B21]
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { Operation } from '../../security/operation.ts'
import type { Whereabouts } from '../../security/places.ts'
import { Sealed } from '../../security/vault/index.ts'
import { countMails } from '../mail/index.ts'
import { findUser } from './account-store.ts'
import type { LinkKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { openAccount } from './profile.ts'
import { own } from './session-actions.ts'
import { lockPlaces, setPlaces } from './session-store.ts'

/** How many places of one session are remembered; the oldest are forgotten first. */
export const mostPlaces = 64
/** How many mails about it a user gets within a day. */
export const mailsADay = 3

/** Writes down what is new about where the caller's session speaks from; nothing where somebody else was first. */
export async function noticeMove(keep: LinkKeep, op: Operation, at: Whereabouts): Promise<void> {
  const { session } = own(op)
  const { requestId, now, origin, actor } = op
  const network = !session.places.includes(at.network)
  const noticing = new Operation({
    requestId,
    now,
    origin,
    actor,
    action: network ? 'session.network-changed' : 'session.browser-changed',
  })
  noticing.trace.counted = false
  const resource = { type: 'session', id: session.id }
  const also: Consequence[] = []
  const first = keep.db.transact(
    noticing,
    async (tx) => {
      const places = (await lockPlaces(tx, op.tenantId, session.id)) ?? refuse('UNAUTHENTICATED')
      const fresh = [at.network, at.browser].filter((place) => !places.includes(place))
      // Another request was here first, and told of it or of a part.
      if (fresh.length === 0 || fresh.includes(at.network) !== network) throw new ToldAlready()
      // Last, so that what is in use is not forgotten as the oldest.
      const kept = places.filter((place) => place !== at.network && place !== at.browser)
      await setPlaces(tx, op.tenantId, session.id, [...kept, at.network, at.browser].slice(-mostPlaces))
      noticing.trace.admitted('system:session-watch', { resource })
      if (fresh.length < 2) return
      also.push({ action: 'session.browser-changed', resource })
      await tellOwner(tx, keep, noticing)
    },
    also,
  )
  await first.catch((cause: unknown) => {
    if (!(cause instanceof ToldAlready)) throw cause
  })
}

/** Rolls back what another has done first. */
class ToldAlready extends Error {}

async function tellOwner(tx: Transaction, keep: LinkKeep, op: Operation): Promise<void> {
  const user = { tenantId: op.tenantId, userId: own(op).userId }
  const since = new Date(op.now.getTime() - 86_400_000)
  if ((await countMails(tx, { ...user, template: 'session-elsewhere', since })) >= mailsADay) return
  const [row = refuse('UNAUTHENTICATED')] = await tx.run(findUser(user.tenantId, user.userId))
  const { email: address } = await openAccount(keep, user, Sealed.fromDatabase(row.profile))
  await notify(tx, keep, op, 'session-elsewhere', { ...user, patientId: row.patient_id ?? undefined, address, language: row.language })
}

// An account is tied to whom a provider names by its owner alone, signed in and proven a moment ago; never by an e-mail address that both happen to know. [V6.8.1]
import type { Api, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { AccountRow } from './account-store.ts'
import { keyOf, openOwner, ownAccount } from './factor-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { own } from './session-actions.ts'
import { openName, sealName } from './sign-on.ts'
import { type Fetching, fetched } from './sign-on-finish-actions.ts'
import { useAnswer } from './sign-on-flow-store.ts'
import { deleteLink, endSessionsOf, insertLink, listLinks, lockLink } from './sign-on-link-store.ts'
import { providerIn } from './sign-on-provider-actions.ts'
import { findProvider, listProviders } from './sign-on-provider-store.ts'

/** Those in use, and those that the account is connected to. */
export async function listOwnSignOn(keep: IdentityKeep, op: Operation): Promise<Reply<Api['listOwnSignOn']>> {
  const { userId } = own(op)
  const { rows, links } = await keep.db.read(op, [listProviders(), listLinks(userId)], ([providers, found]) => {
    Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'user', id: userId } })
    return { rows: providers, links: found }
  })
  const items = rows.map(async (row) => {
    const link = links.find(({ provider_id }) => provider_id === row.id)
    if (link === undefined && !row.active) return []
    const { id, settings } = await providerIn(keep, row)
    const place = { tenantId: op.tenantId, table: 'sign_on_links', id: link?.id ?? '' } as const
    const connection = link && { as: await openName(keep, place, Sealed.fromDatabase(link.name)), since: link.connected_at.toISOString() }
    return [{ id, name: settings.name, ...(connection && { connection }) }]
  })
  return { items: (await Promise.all(items)).flat() }
}

/** Refuses INVALID_CREDENTIALS, SIGN_ON_NAME_PASSES, and SIGN_ON_CONNECTED where the name or the account has a connection. */
export async function connectSignOn(keep: IdentityKeep, op: Operation, fetching: Fetching): Promise<Reply<Api['connectSignOn']>> {
  const { flow, answer } = await fetched(keep, op, fetching)
  const { account, owner } = await ownAccount(keep, op)
  const place = { tenantId: op.tenantId, table: 'sign_on_answers', id: answer.id } as const
  return keep.db.transact(op, async (tx) => {
    const { userId, session } = own(op)
    Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'sign-on-provider', id: answer.provider_id } })
    const begunHere = flow.tenant_id === op.tenantId && flow.user_id === userId && flow.session_id === session.id
    if (!begunHere || answer.name === null) return refuse('INVALID_CREDENTIALS')
    if (!answer.lasting) return refuse('SIGN_ON_NAME_PASSES')
    const [row] = await tx.run(findProvider(answer.provider_id))
    if (!row?.active || !(await useAnswer(tx, answer.id, op.now))) return refuse('INVALID_CREDENTIALS')
    const as = await openName(keep, place, Sealed.fromDatabase(answer.name))
    const id = newId(op.now)
    const name = await sealName(keep, keyOf(account), 'sign_on_links', id, as)
    const made = await insertLink(tx, { ...owner, id, providerId: row.id, nameHash: answer.name_hash, name, now: op.now })
    if (!made) return refuse('SIGN_ON_CONNECTED')
    await traceChange(keep, op, { of: { type: 'sign-on-provider', id: row.id }, after: { userId, as } })
    await tellOwner(tx, keep, op, account)
    return { name: (await providerIn(keep, row)).settings.name }
  })
}

/** Refuses NOT_FOUND. The session in which it is done goes on: it was proven here a moment ago. */
export async function disconnectSignOn(keep: IdentityKeep, op: Operation, providerId: string): Promise<null> {
  const { account, owner } = await ownAccount(keep, op)
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const { userId, session } = own(op)
      const link = (await lockLink(tx, owner.userId, providerId)) ?? refuse('NOT_FOUND')
      Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'sign-on-provider', id: link.provider_id } })
      for (const id of await endSessionsOf(tx, link.id, op.now, { kept: session.id }))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
      await deleteLink(tx, link.id)
      await traceChange(keep, op, { of: { type: 'sign-on-provider', id: link.provider_id }, before: { userId } })
      await tellOwner(tx, keep, op, account)
      return null
    },
    ended,
  )
}

async function tellOwner(tx: Transaction, keep: IdentityKeep, op: Operation, account: AccountRow): Promise<void> {
  const { email: address } = await openOwner(keep, account)
  const { tenant_id: tenantId, id: userId, patient_id, language } = account
  await notify(tx, keep, op, 'sign-on-changed', { tenantId, userId, patientId: patient_id ?? undefined, address, language })
}

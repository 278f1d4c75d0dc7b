import type { Api, Input, Reply } from '@wardkeep/contract'
import { cut, nextById, pageById } from '../../platform/page.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openContent } from './content.ts'
import { writeLetter } from './letter-rules.ts'
import { type KeptMail, listKept } from './store.ts'

/** The mails that the demo keeps instead of sending them, as they would have been read. */
export async function listMailbox(
  keep: Keep,
  op: Operation,
  query: Input<Api['listMailbox']>['query'],
): Promise<Reply<Api['listMailbox']>> {
  const page = pageById(query)
  const whose = relationsFor(op.actor.role, 'mailbox.read').includes('organisation') ? 'organisation' : 'own'
  const rows = await keep.db.read(op, [listKept(whose, page.after, page.rows)], ([found]) => {
    Permit.askAll(
      op,
      'mailbox.read',
      found.map((row) => (row.user_id === null ? {} : { ownerUserId: row.user_id })),
    )
    return found
  })
  const { shown, last } = cut(rows, page)
  return {
    items: await Promise.all(shown.map((row) => tell(keep, op.tenantId, row))),
    next: nextById(last),
  }
}

async function tell(keep: Keep, tenantId: string, row: KeptMail): Promise<Reply<Api['listMailbox']>['items'][number]> {
  const { address, language, data } = await openContent(keep, { tenantId, id: row.id }, Sealed.fromDatabase(row.content))
  const { subject, text } = writeLetter(row.template, language, data)
  const { pathname, hash } = new URL(data.link)
  return {
    id: row.id,
    at: row.queued_at.toISOString(),
    to: address,
    template: row.template,
    language,
    subject,
    text,
    link: pathname + hash,
  }
}

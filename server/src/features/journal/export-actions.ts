// The journal leaves the product as lines that any program reads: a part at a time, so that no part holds the server's memory or its neighbours for long. [F17]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { exportedAtOnce } from '@wardkeep/contract/journal.ts'
import { encodeLink, linkIn } from '../../platform/cursor.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { type Signers, sha256 } from '../../security/vault/index.ts'
import { type Event, findEvents } from './actions.ts'
import { csvLine } from './csv-rules.ts'
import { canonicalPart } from './export-part.ts'

/** Spreadsheets read Hebrew as what it is by it. */
const byteOrderMark = '\ufeff'

const columns = {
  at: (event) => event.at,
  action: (event) => event.action,
  outcome: (event) => event.outcome,
  reason: (event) => event.reason,
  actorName: (event) => event.actor.name,
  actorRole: (event) => event.actor.role,
  actorId: (event) => event.actor.id,
  via: (event) => event.via,
  rule: (event) => event.rule,
  purpose: (event) => event.purpose,
  onBehalfOf: (event) => event.onBehalfOf,
  patientIds: (event) => event.patientIds.join(' '),
  resource: (event) => event.resource?.type,
  resourceId: (event) => event.resource?.id,
  resourceVersion: (event) => event.resource?.version?.toString(),
  fields: (event) => event.fields?.join(' '),
  address: (event) => event.address,
  userAgent: (event) => event.userAgent,
  requestId: (event) => event.requestId,
  id: (event) => event.id,
} satisfies Record<string, (event: Event) => string | undefined>

/**
 * Events as CSV, newest first, a part at a time, each signed by the organisation; the first part alone has the names of the columns. The cursor carries
 * what the part before said, so that a part follows one other and no second.
 */
export async function exportEvents(
  keep: Keep,
  signers: Signers,
  op: Operation,
  { cursor, ...filters }: Input<Api['exportEvents']>['query'],
): Promise<Reply<Api['exportEvents']>> {
  const follows = cursor === undefined ? undefined : linkIn(cursor)
  const { items, last } = await findEvents(keep, op, filters, { size: exportedAtOnce, after: follows?.id })
  const head = follows === undefined ? [byteOrderMark, csvLine(Object.keys(columns))] : []
  const lines = items.map((event) => csvLine(Object.values(columns).map((of) => of(event) ?? '')))
  const text = [...head, ...lines].join('')
  const jws = await signers.signPart(
    op.tenantId,
    canonicalPart({
      tenantId: op.tenantId,
      by: op.actor.userId ?? refuse('FORBIDDEN'),
      requestId: op.requestId,
      exportedAt: op.now,
      filters,
      follows,
      last: last?.id,
      count: items.length,
      text,
    }),
  )
  return { text, count: items.length, next: last === undefined ? null : encodeLink({ id: last.id, digest: sha256(jws) }), jws }
}

// The journal leaves the product as lines that any program reads: a part at a time, so that no part holds the server's memory or its neighbours for long. [F17]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { exportedAtOnce } from '@wardkeep/contract/journal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { type Event, findEvents } from './actions.ts'
import { csvLine } from './csv-rules.ts'

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

/** Events as CSV, newest first; the first part alone has the names of the columns. */
export async function exportEvents(
  keep: Keep,
  op: Operation,
  query: Input<Api['exportEvents']>['query'],
): Promise<Reply<Api['exportEvents']>> {
  const { items, next } = await findEvents(keep, op, query, exportedAtOnce)
  const head = query.cursor === undefined ? [csvLine(Object.keys(columns))] : []
  const lines = items.map((event) => csvLine(Object.values(columns).map((of) => of(event) ?? '')))
  return { text: [...head, ...lines].join(''), count: items.length, next }
}

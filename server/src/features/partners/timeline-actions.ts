// What was asked here and what the system before had written down of it are one timeline. [A14]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { limits } from '@wardkeep/contract/shapes.ts'
import { encodeTimedCursor, timedKeyIn } from '../../platform/cursor.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { checkIn } from './check-actions.ts'
import { listChecks, listChecksOfNumber } from './check-store.ts'
import { numberIndexOf } from './numbers.ts'

export async function timeline(
  keep: Keep,
  op: Operation,
  query: Input<Api['listMemberChecks']>['query'],
): Promise<Reply<Api['listMemberChecks']>> {
  const size = query.limit ?? limits.pageDefault
  const after = query.cursor === undefined ? undefined : timedKeyIn(query.cursor)
  const number = query.number === undefined ? undefined : await numberIndexOf(keep, op.tenantId, query.number)
  const asked = number ? listChecksOfNumber(number, after, size + 1) : listChecks(after, size + 1)
  return keep.db.read(op, [asked], ([rows]) => {
    const shown = rows.slice(0, size)
    Permit.ask(op, 'journal.read', {})
    const patientIds = shown.flatMap((row) => row.patient_id ?? [])
    op.trace.admitted(`${op.actor.role}:journal.read:organisation`, { patientIds })
    const last = rows.length > size ? shown.at(-1) : undefined
    return {
      items: shown.map((row) => ({
        ...checkIn(row),
        origin: row.origin,
        ...(row.patient_id && { patientId: row.patient_id }),
        ...(row.by_user && { byUser: row.by_user }),
        ...(row.vendor_id && { vendorId: row.vendor_id }),
      })),
      next: last ? encodeTimedCursor(last) : null,
    }
  })
}

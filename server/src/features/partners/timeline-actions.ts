// What was asked here and what the system before had written down of it are one timeline. [A14]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
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
  const page = pageByTime(query)
  const number = query.number === undefined ? undefined : await numberIndexOf(keep, op.tenantId, query.number)
  const asked = number ? listChecksOfNumber(number, page.after, page.rows) : listChecks(page.after, page.rows)
  return keep.db.read(op, [asked], ([rows]) => {
    const { shown, last } = cut(rows, page)
    Permit.ask(op, 'journal.read', {})
    const patientIds = shown.flatMap((row) => row.patient_id ?? [])
    op.trace.admitted(`${op.actor.role}:journal.read:organisation`, { patientIds })
    return {
      items: shown.map((row) => ({
        ...checkIn(row),
        origin: row.origin,
        ...(row.patient_id && { patientId: row.patient_id }),
        ...(row.by_user && { byUser: row.by_user }),
        ...(row.vendor_id && { vendorId: row.vendor_id }),
      })),
      next: nextByTime(last),
    }
  })
}

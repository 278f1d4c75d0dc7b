// What a stranger is refused leaves its event too: on its own, before the refusal is told.
import { Refusal } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import type { Resource } from '../../security/trace.ts'

/** Does a public act; where it fails, commits the event of the failure before throwing it on. */
export async function forStranger<T>(keep: Keep, op: Operation, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (!op.trace.written) await keep.db.record(op, cause instanceof Refusal ? cause : new Refusal('INTERNAL'))
    throw cause
  }
}

/** The act concerns something of an organisation, so its event belongs there; who acts has proven nothing, so the event names nobody. */
export function concerns(op: Operation, tenantId: string, resource?: Resource): void {
  op.trace.by = { tenantId, role: op.actor.role, name: '' }
  op.trace.resource = resource
}

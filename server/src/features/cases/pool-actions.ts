import type { Api, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { findDoctor, putInPool } from '../doctors/index.ts'

/** Puts a doctor into a pool, or without one out of theirs. What they have stays theirs; the next case is routed by it. */
export async function setPool(keep: Keep, op: Operation, id: string, pool: string | undefined): Promise<Reply<Api['setPool']>> {
  return keep.db.transact(op, async (tx) => {
    const [doctor] = await tx.run(findDoctor(id))
    const before = (doctor ?? refuse('NOT_FOUND')).private_pool
    const permit = Permit.ask(op, 'case.oversee', { doctorId: id, resource: { type: 'doctor', id } })
    await tx.run(putInPool(permit, id, pool))
    await traceChange(keep, op, { of: { type: 'doctor', id }, before: { pool: before }, after: { pool: pool ?? null } })
    return { id, ...(pool !== undefined && { pool }) }
  })
}

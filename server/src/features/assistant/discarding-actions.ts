// A draft that nobody decides on is discarded in time, and so is what was counted of days that are long over.
import type { Keep } from '../../security/keep.ts'
import { NothingToDo, systemOperation, unlessDone } from '../../security/operation.ts'
import { listActive } from '../../security/store.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { dayOf } from './budget-rules.ts'
import { forgetUse } from './budget-store.ts'
import { discardDraft, listUndecided } from './draft-store.ts'

const dayMs = 86_400_000
const atOnce = 500
/** Days for which a draft is kept that nobody decides on, and for which what was spent on a day is. */
export const keptDays = { draft: 30, use: 31 } as const

/** Gives how many drafts went, each with an event; the manifest of what was sent stays. */
export async function discardDrafts(keep: Keep, now: Date): Promise<number> {
  const [organisations] = await keep.db.locators.runAll([listActive()])
  let gone = 0
  for (const { tenant_id: tenantId } of organisations) {
    const [due] = await keep.db.peek(tenantId, now, [listUndecided(new Date(now.getTime() - keptDays.draft * dayMs), atOnce)])
    for (const { id } of due) if (await discardOne(keep, tenantId, id, now)) gone += 1
  }
  const { day } = dayOf(new Date(now.getTime() - keptDays.use * dayMs))
  for (const tenantId of [INSTALLATION_TENANT, ...organisations.map(({ tenant_id: id }) => id)])
    await keep.db.transact(systemOperation(tenantId, 'assistant', 'none', now), (tx) => tx.run(forgetUse(day)))
  return gone
}

/** False where another process was first, or somebody decided on it meanwhile. */
function discardOne(keep: Keep, tenantId: string, id: string, now: Date): Promise<boolean> {
  const op = systemOperation(tenantId, 'assistant', 'assistant.draft-discarded', now)
  const discarding = keep.db.transact(op, async (tx) => {
    const [row] = await tx.run(discardDraft(id))
    if (row === undefined) throw new NothingToDo()
    op.trace.admitted('system:assistant:discard', {
      ...(row.patient_id !== null && { patientIds: [row.patient_id] }),
      resource: { type: 'case', id: row.case_id },
    })
  })
  return unlessDone(
    discarding.then(() => true),
    false,
  )
}

// No case waits for somebody who is not there: once a minute each is looked after, whatever has changed since. [F64][F66]
import type { AuditCode } from '@wardkeep/contract/audit.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { NothingToDo, type Operation, systemOperation, unlessDone } from '../../security/operation.ts'
import { listActive } from '../../security/store.ts'
import { raiseAlert } from '../alerts/index.ts'
import type { CaseFacts } from './case.ts'
import type { CaseKeep } from './case-keep.ts'
import { endAnonymous, forgetOldCounts } from './expiry-actions.ts'
import { candidateIn, listRoster, rosterIn } from './roster-store.ts'
import { alertOf, noteChange, route } from './routing-actions.ts'
import { standing } from './routing-rules.ts'
import { type Due, findDue, listDue, markEscalated, markFlagged } from './routing-store.ts'
import { caseIn, lockCase } from './store.ts'

const atOnce = 500
/** What a case is due for; a late one that is also re-routed is escalated in the next step of the same round. */
const kinds = ['route', 'flag', 'escalate'] as const
type Kind = (typeof kinds)[number]
const codes = { route: 'case.routed', flag: 'case.flagged', escalate: 'case.escalated' } as const satisfies Record<Kind, AuditCode>

/** Looks after every organisation once: what nobody has is offered again, what somebody who is gone has moves on, what is late is told. */
export async function lookAfter(keep: CaseKeep, now: Date): Promise<number> {
  const [organisations] = await keep.db.locators.runAll([listActive()])
  let done = 0
  for (const { tenant_id: tenantId } of organisations) {
    const [due] = await keep.db.peek(tenantId, now, [listDue(now, atOnce)])
    for (const found of due)
      for (const kind of kinds.filter((each) => isDue(each, found))) if (await lookAt(keep, tenantId, found.id, kind, now)) done += 1
    done += await endAnonymous(keep, tenantId, now)
  }
  await forgetOldCounts(keep, now)
  return done
}

function isDue(kind: Kind, { state, gone, flagged, late }: Due): boolean {
  if (kind === 'route') return state === 'triaged' || (state === 'queued' && gone)
  return kind === 'flag' ? state === 'accepted' && gone !== flagged : late
}

/** False where another process was first, or nothing can be done yet. */
async function lookAt(keep: CaseKeep, tenantId: string, id: string, kind: Kind, now: Date): Promise<boolean> {
  const op = systemOperation(tenantId, 'case-keeper', codes[kind], now)
  const consequences: Consequence[] = []
  const looking = keep.db.transact(
    op,
    async (tx) => {
      const [, [row]] = await tx.runAll(lockCase(id))
      const [due] = await tx.run(findDue(id, now))
      if (row === undefined || due === undefined || !isDue(kind, due)) throw new NothingToDo()
      const found = caseIn(row)
      op.trace.admitted(`system:case-keeper:${kind}`, {
        ...(found.patientId !== undefined && { patientIds: [found.patientId] }),
        resource: { type: 'case', id },
      })
      consequences.push(...(await acts[kind](tx, keep, op, found, due)))
    },
    consequences,
  )
  return unlessDone(
    looking.then(() => true),
    false,
  )
}

type Act = (tx: Transaction, keep: CaseKeep, op: Operation, found: CaseFacts, due: Due) => Promise<Consequence[]>

const acts: Record<Kind, Act> = {
  route: async (tx, keep, op, found) => {
    if (found.state === 'triaged' && !(await isSomebodyThere(tx, found))) throw new NothingToDo()
    return route(tx, keep, op, found, { passedBy: found.passedBy, dueAt: found.dueAt })
  },
  flag: async (tx, keep, op, found, { gone }) => {
    await tx.run(markFlagged(found.id, gone ? op.now : undefined))
    await noteChange(tx, keep, op, found, gone ? 'flagged' : 'unflagged')
    return []
  },
  escalate: async (tx, keep, op, found) => {
    await tx.run(markEscalated(found.id, op.now))
    await noteChange(tx, keep, op, found, 'escalated')
    return raiseAlert(tx, keep, op, alertOf('case-overdue', found))
  },
}

/** So that what the desk has leaves a decision when there is somebody to decide on, and not one a minute. */
async function isSomebodyThere(tx: Transaction, { language, pool, passedBy }: CaseFacts): Promise<boolean> {
  const candidates = rosterIn(...(await tx.runAll(listRoster()))).map(candidateIn)
  return standing({ wanted: { language, pool }, candidates, passedBy: [...passedBy] }).length > 0
}

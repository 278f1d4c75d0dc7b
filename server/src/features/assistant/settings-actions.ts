import type { Api, Input, Reply } from '@wardkeep/contract'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { AssistantKeep } from './assistant-keep.ts'
import { dayOf } from './budget-rules.ts'
import { findUse, type UseRow } from './budget-store.ts'
import { findSettings, type Settings, setSettings, settingsIn } from './settings-store.ts'

type Told = Reply<Api['readAssistant']>

export async function readSettings(keep: AssistantKeep, op: Operation): Promise<Told> {
  return keep.db.read(op, [findSettings(), findUse(dayOf(op.now).day)], ([[row], [use]]) => {
    Permit.ask(op, 'organisation.manage', {})
    return tell(keep, settingsIn(row), use)
  })
}

/** Refuses VERSION_CONFLICT, and ASSISTANT_MISSING for an outside model where the installation has none. */
export async function changeSettings(keep: AssistantKeep, op: Operation, { body, version }: Input<Api['setAssistant']>): Promise<Told> {
  return keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'organisation.manage', {})
    if (body.outside && keep.outside === undefined) refuse('ASSISTANT_MISSING')
    const [[found], [use]] = await tx.runAll([findSettings(), findUse(dayOf(op.now).day)])
    const { enabled, outside, ...budgets } = body
    const [row] = await tx.run(setSettings({ enabled, outside, budgets }, version))
    const set = settingsIn(row ?? refuse('VERSION_CONFLICT'))
    const { version: before, ...was } = settingsIn(found)
    op.trace.fields = Object.keys(body).filter((name) => Reflect.get({ ...was, ...was.budgets }, name) !== Reflect.get(body, name))
    op.trace.resource = { type: 'assistant', id: op.tenantId, version: set.version }
    await traceChange(keep, op, { of: { type: 'assistant', id: op.tenantId }, before: { ...was, version: before }, after: body })
    return tell(keep, set, use)
  })
}

function tell({ outside }: AssistantKeep, settings: Settings, use: UseRow | undefined): Told {
  return {
    enabled: settings.enabled,
    outside: settings.outside,
    ...settings.budgets,
    version: settings.version,
    ...(outside && { outsideModel: { host: outside.host, model: outside.model } }),
    today: {
      calls: use?.calls ?? 0,
      tokens: use?.tokens ?? 0,
      seconds: (use?.milliseconds ?? 0) / 1000,
      cents: (use?.cost ?? 0) / 1_000_000,
    },
  }
}

// In the demo anybody may try the assistant on a made-up text: by the rules of this server alone, kept nowhere, and counted by who asks. [A82]
import { type DraftContent, strangersBudget } from '@wardkeep/contract/assistant.ts'
import { addressBlock } from '../../platform/address-block.ts'
import { Refusal, refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import type { AssistantKeep } from './assistant-keep.ts'
import { reserveFor, reserveOf } from './budget-actions.ts'
import { capOf } from './budget-rules.ts'
import type { DraftKind } from './draft-kinds.ts'
import { detectLanguage } from './language.ts'
import { offline } from './offline-provider.ts'
import { type Draft, tellDraft } from './replies.ts'
import { findSettings, settingsIn } from './settings-store.ts'
import { triage } from './triage.ts'

type Asked = { text: string; language: string | undefined }

/** Refuses CASE_REQUIRED outside the demo, and ASSISTANT_BUDGET_SPENT. */
export async function askAboutText(keep: AssistantKeep, op: Operation, kind: DraftKind, asked: Asked): Promise<Draft> {
  if (keep.profile !== 'demo') return refuse('CASE_REQUIRED')
  return op.actor.via === 'none' ? byStranger(keep, op, kind, asked) : bySomebody(keep, op, kind, asked)
}

async function byStranger(keep: AssistantKeep, op: Operation, kind: DraftKind, asked: Asked): Promise<Draft> {
  const { tokens, seconds, cents } = strangersBudget
  const address = await keep.vault.blindIndex('installation', 'address', addressBlock(op.origin.address))
  const spender = { subject: `address:${address.toString('hex').slice(0, 32)}`, cap: capOf(tokens, seconds, cents) }
  try {
    await keep.db.transact(op.asSystem(INSTALLATION_TENANT, 'assistant', 'none'), (tx) =>
      reserveOf(tx, op, offline.most(asked.text), [spender]),
    )
    const content = await about(kind, asked)
    await keep.db.record(op, undefined)
    return tellDraft(content, { state: 'open', at: op.now }, [])
  } catch (cause) {
    if (!op.trace.written) await keep.db.record(op, cause instanceof Refusal ? cause : new Refusal('INTERNAL'))
    throw cause
  }
}

async function bySomebody(keep: AssistantKeep, op: Operation, kind: DraftKind, asked: Asked): Promise<Draft> {
  const content = await about(kind, asked)
  return keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'assistant.use', op.actor.doctorId === undefined ? {} : { doctorId: op.actor.doctorId })
    const [row] = await tx.run(findSettings())
    const { enabled, budgets } = settingsIn(row)
    if (!enabled) refuse('ASSISTANT_OFF')
    await reserveFor(tx, op, budgets, offline.most(asked.text))
    return tellDraft(content, { state: 'open', at: op.now }, [])
  })
}

async function about(kind: DraftKind, { text, language: stated }: Asked): Promise<DraftContent> {
  const { language } = detectLanguage(text, { allowed: demoLanguages, ...(stated !== undefined && { stated }) })
  const made = { kind, provider: offline.name, model: offline.model, language }
  const madeUp = 'made-up-only'
  if (kind === 'triage') {
    const found = triage({ text, language })
    return { ...made, ...found, flags: [...found.flags, madeUp] }
  }
  const question = { kind, language, title: '', text, messages: [], urgency: 'routine' as const }
  const { text: written, reasons, flags } = await offline.answer(question, offline.prompt(question), () => {})
  return { ...made, text: written, reasons, flags: [...flags, madeUp] }
}

const demoLanguages = ['en', 'he', 'ar', 'es']

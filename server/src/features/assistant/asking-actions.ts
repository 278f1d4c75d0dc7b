// The assistant is asked about a case: what is sent is written down before it is sent, and what comes back is a sealed draft before anybody reads it. [F68][F69]
import type { Input } from '@wardkeep/contract'
import type { assistReply, DraftContent } from '@wardkeep/contract/assistant.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal, refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Lines } from '../../security/lines.ts'
import type { Operation } from '../../security/operation.ts'
import { canonicalBytes, frame } from '../../security/vault/index.ts'
import { type CaseMaterial, readMaterial } from '../cases/index.ts'
import type { AssistantKeep } from './assistant-keep.ts'
import { reserveFor, settleFor, type Taken } from './budget-actions.ts'
import type { DraftKind } from './draft-kinds.ts'
import { canDo, mustAgree, mustBeAskable } from './draft-rules.ts'
import { countDrafts, endCall, insertCall, insertDraft } from './draft-store.ts'
import { offline } from './offline-provider.ts'
import { type Answered, type Provider, ProviderFailed, type Spending } from './provider.ts'
import { type Prepared, prepare } from './question.ts'
import { type Draft, sealDraft, tellDraft } from './replies.ts'
import { findSettings, settingsIn } from './settings-store.ts'
import { askAboutText } from './text-actions.ts'
import { type Timed, timed } from './timed.ts'
import { triage } from './triage.ts'

type Body = Input<typeof assistReply>['body']

/** Refuses BAD_REQUEST unless asked about exactly one of a case and a text. */
export async function ask(
  keep: AssistantKeep,
  op: Operation,
  kind: DraftKind,
  { caseId, text, language }: Body,
  lines: Lines,
): Promise<Draft> {
  if ((caseId === undefined) === (text === undefined))
    refuse('BAD_REQUEST', { errors: [{ field: 'caseId', reason: 'or text, one of them' }] })
  if (text !== undefined) return askAboutText(keep, op, kind, { text, language })
  if (op.actor.via === 'none') return refuse('UNAUTHENTICATED')
  const underWay = keep.underWay.enter(caseId ?? '')
  try {
    const call = await begin(keep, op, kind, caseId ?? '')
    lines.say({ step: 'prepared' })
    const done = await work(keep, op, call, lines, underWay.signal)
    return await finish(keep, op, call, done).catch(async (cause: unknown) => {
      // Whoever lost the case meanwhile, or the consent, is told nothing; what it took has been spent.
      if (cause instanceof Refusal) await end(keep, op, call, spentOf(call, done))
      throw cause
    })
  } finally {
    underWay.over()
  }
}

type Call = { id: string; kind: DraftKind; material: CaseMaterial; provider: Provider; taken: Taken; task: Task }
/** Triage is made by the rules alone, whoever writes the rest: nothing is sent, and no text can talk it over. */
type Task = { kind: 'triage'; prompt: string } | { kind: 'written'; prompt: string; prepared: Prepared }

/** Everything that decides, and what is about to be sent by names and hashes, in one transaction that commits before a byte leaves. */
async function begin(keep: AssistantKeep, op: Operation, kind: DraftKind, caseId: string): Promise<Call> {
  const before = op.beforehand()
  try {
    return await keep.db.transact(before, async (tx) => {
      const material = await readMaterial(tx, keep, before, caseId, 'assistant.use')
      const [[row], [counted]] = await tx.runAll([findSettings(), countDrafts(caseId)])
      const settings = settingsIn(row)
      mustBeAskable(kind, material.facts.state, settings.enabled, counted?.drafts ?? 0)
      const provider = kind !== 'triage' && settings.outside ? (keep.outside ?? offline) : offline
      mustAgree(provider, material.facts.assistantConsent)
      const task = taskOf(kind, provider, material, op.actor.name)
      const most = provider.most(task.prompt)
      const taken = await reserveFor(tx, op, settings.budgets, most)
      const id = newId(op.now)
      const fields = task.kind === 'triage' ? ['title', 'text'] : task.prepared.fields
      const removed = task.kind === 'triage' ? {} : task.prepared.removed
      const promptHash = await keep.vault.auditMac(op.tenantId, frame('wardkeep-prompt/1', canonicalBytes(task.prompt)))
      const { name, model } = provider
      await tx.run(insertCall(material.permit, { id, caseId, kind, provider: name, model, promptHash, fields, removed, most }, op.now))
      op.trace.fields = tracedOf(provider, promptHash, fields, removed)
      return { id, kind, material, provider, taken, task }
    })
  } finally {
    op.trace.admittedAs(before.trace)
  }
}

function taskOf(kind: DraftKind, provider: Provider, material: CaseMaterial, asking: string): Task {
  const { content, facts } = material
  if (kind === 'triage') return { kind, prompt: `${content.title}\n${content.text}` }
  const prepared = prepare(kind, facts.language, material, asking)
  return { kind: 'written', prompt: provider.prompt(prepared.question), prepared }
}

/** Names, the model, a keyed hash and counts: never a word of the text. */
function tracedOf(
  { name, model }: Provider,
  hash: Buffer,
  fields: readonly string[],
  removed: Readonly<Record<string, number>>,
): readonly string[] {
  const counts = Object.entries(removed).map(([kind, count]) => `removed-${kind}=${count}`)
  return [...fields, `provider=${name}`, `model=${model}`, `prompt=${hash.toString('hex')}`, ...counts]
}

type Done = Timed<DraftContent & { tokens: Answered['tokens'] }>

async function work(keep: AssistantKeep, op: Operation, call: Call, lines: Lines, stopped: AbortSignal): Promise<Done> {
  const { task, provider, material } = call
  const outside = provider.name === 'outside'
  if (outside && stopped.aborted) {
    await end(keep, op, call, { tokens: 0, milliseconds: 0, cost: 0 })
    return refuse('CONSENT_MISSING')
  }
  const { language } = material.facts
  const made = { provider: provider.name, model: provider.model, language }
  try {
    return await timed(async () => {
      if (task.kind === 'triage') return { ...made, ...triage({ text: task.prompt, language }), kind: task.kind, tokens: undefined }
      const { question, restore } = task.prepared
      const progress = (characters: number) => lines.say({ step: 'writing', characters })
      const answered = await provider.answer(question, task.prompt, progress, outside ? stopped : undefined)
      lines.say({ step: 'checking' })
      const reasons = answered.reasons.map(({ text, source }) => ({ text: restore(text), source }))
      return { ...made, kind: question.kind, text: restore(answered.text), reasons, flags: answered.flags, tokens: answered.tokens }
    })
  } catch (cause) {
    // What it took is not known, so all that was kept ready for it counts as spent.
    await end(keep, op, call, call.taken.most)
    if (outside && stopped.aborted) return refuse('CONSENT_MISSING')
    return failed(cause)
  }
}

async function end(keep: AssistantKeep, op: Operation, { id, taken }: Call, spent: Spending): Promise<void> {
  await keep.db.transact(op.asSystem(op.tenantId, 'assistant', 'none'), async (tx) => {
    await tx.run(endCall(id, 'failed', spent))
    await settleFor(tx, taken, spent)
  })
}

/** The draft, what it took, and the one event, in one transaction: then it is told. */
async function finish(keep: AssistantKeep, op: Operation, call: Call, done: Done): Promise<Draft> {
  const { tokens: _, ...content } = done.value
  const spent = spentOf(call, done)
  const id = newId(op.now)
  return keep.db.transact(op, async (tx: Transaction) => {
    const { permit, facts } = await readMaterial(tx, keep, op, call.material.facts.id, 'assistant.use')
    // Taken back meanwhile, by way of another process too: then nothing that was written of it is kept.
    mustAgree(call.provider, facts.assistantConsent)
    const sealed = await sealDraft(keep, op.tenantId, facts, id, content)
    await tx.run(insertDraft(permit, { id, caseId: facts.id, callId: call.id, kind: call.kind, content: sealed }, op.now))
    await tx.run(endCall(call.id, 'answered', spent))
    await settleFor(tx, call.taken, spent)
    await traceChange(keep, op, { of: { type: 'case', id: facts.id }, after: content })
    return tellDraft(content, { id, state: 'open', at: op.now }, canDo(content, 'open', facts.state))
  })
}

function spentOf({ taken: { most }, provider }: Call, { value: { tokens }, milliseconds }: Done): Spending {
  return {
    tokens: tokens === undefined ? most.tokens : Math.min(tokens.in + tokens.out, most.tokens),
    milliseconds: Math.min(Math.ceil(milliseconds), most.milliseconds),
    cost: tokens === undefined ? most.cost : Math.min(provider.costOf(tokens), most.cost),
  }
}

/** What the provider could not do is told as that; all else is a bug. */
function failed(cause: unknown): never {
  if (!(cause instanceof ProviderFailed)) throw cause
  const refusal = new Refusal('ASSISTANT_FAILED')
  refusal.cause = cause
  throw refusal
}

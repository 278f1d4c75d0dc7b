// A person decides on each draft, once. Only what they took over is said, by them and in their name. [F69][LLM03][LLM07]

import type { Api, Reply } from '@wardkeep/contract'
import { type DraftContent, draftKinds } from '@wardkeep/contract/assistant.ts'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { answerWith, readMaterial } from '../cases/index.ts'
import type { AssistantKeep } from './assistant-keep.ts'
import type { DraftState } from './draft-kinds.ts'
import { canDo, mayBeAsked, mustBeComplete, mustBeOpen } from './draft-rules.ts'
import { type DraftRow, decideDraft, findDraft, listDrafts } from './draft-store.ts'
import { type Draft, openDrafts, tellDraft } from './replies.ts'
import { findSettings, settingsIn } from './settings-store.ts'

type Of = { id: string; draftId: string }

/** The drafts of a case, newest first. */
export async function list(keep: AssistantKeep, op: Operation, id: string): Promise<Reply<Api['listDrafts']>> {
  return keep.db.transact(op, async (tx) => {
    const { facts } = await readMaterial(tx, keep, op, id, 'assistant.use')
    const [rows, [row]] = await tx.runAll([listDrafts(id), findSettings()])
    const { enabled, outside } = settingsIn(row)
    const contents = await openDrafts(keep, op.tenantId, rows)
    return {
      items: contents.map((content, place) => told(content, rows[place], facts.state)),
      can: enabled ? draftKinds.filter((kind) => mayBeAsked(kind, facts.state)) : [],
      outside: outside && keep.outside !== undefined && facts.assistantConsent,
    }
  })
}

/** A reply is sent as the answer of whoever takes it over, in their words where they give any; of the others it is written down that they agree. */
export async function accept(keep: AssistantKeep, op: Operation, of: Of, text: string | undefined): Promise<Draft> {
  const shown = await peekKind(keep, op, of)
  if (shown !== 'draft-reply') {
    if (text !== undefined) refuse('BAD_REQUEST', { errors: [{ field: 'text', reason: 'is not known here' }] })
    return decide(keep, op, of, 'accepted')
  }
  let taken: Draft | undefined
  await answerWith(keep, op, of.id, async (tx, found) => {
    const { row, content } = await openDraft(tx, keep, op, of)
    const { permit } = await readMaterial(tx, keep, op, of.id, 'assistant.use')
    const words = text ?? content.text ?? ''
    mustBeComplete(content.text ?? '', words)
    const state = words === content.text ? 'accepted' : 'edited'
    await tx.run(decideDraft(permit, of.draftId, state, op.now))
    taken = told(content, { ...row, state }, found.state)
    return { text: words, draftId: of.draftId }
  })
  return taken ?? refuse('NOT_FOUND')
}

export function reject(keep: AssistantKeep, op: Operation, of: Of): Promise<Draft> {
  return decide(keep, op, of, 'rejected')
}

async function decide(keep: AssistantKeep, op: Operation, of: Of, state: 'accepted' | 'rejected'): Promise<Draft> {
  return keep.db.transact(op, async (tx) => {
    const { facts, permit } = await readMaterial(tx, keep, op, of.id, 'assistant.use')
    const { row, content } = await openDraft(tx, keep, op, of)
    await tx.run(decideDraft(permit, of.draftId, state, op.now))
    await traceChange(keep, op, {
      of: { type: 'case', id: of.id },
      before: { draft: of.draftId, state: row.state },
      after: { draft: of.draftId, state },
    })
    return told(content, { ...row, state }, facts.state)
  })
}

/** Which kind it is, before the case is locked for it; refuses NOT_FOUND. */
async function peekKind(keep: AssistantKeep, op: Operation, { id, draftId }: Of): Promise<DraftRow['kind']> {
  const before = op.beforehand()
  return keep.db.transact(before, async (tx) => {
    await readMaterial(tx, keep, before, id, 'assistant.use')
    const [row] = await tx.run(findDraft(id, draftId))
    return (row ?? refuse('NOT_FOUND')).kind
  })
}

async function openDraft(tx: Transaction, keep: AssistantKeep, op: Operation, { id, draftId }: Of) {
  const [found] = await tx.run(findDraft(id, draftId))
  const row = found ?? refuse('NOT_FOUND')
  mustBeOpen(row.state)
  const [content] = await openDrafts(keep, op.tenantId, [row])
  return { row, content: content ?? refuse('NOT_FOUND') }
}

function told(content: DraftContent, row: { id: string; state: DraftState; at: Date } | undefined, at: Parameters<typeof canDo>[2]): Draft {
  if (row === undefined) throw new Error('a draft that was just opened has no row')
  return tellDraft(content, row, canDo(content, row.state, at))
}

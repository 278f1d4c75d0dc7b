import { refuse } from '../../platform/refusal.ts'
import type { CaseFacts } from '../cases/index.ts'
import type { DraftKind, DraftState } from './draft-kinds.ts'
import type { Provider } from './provider.ts'

/** Drafts that one case may have, whatever became of them. */
export const mostDrafts = 60

type CaseState = CaseFacts['state']

/** At which point of a case each is asked for: how urgent it is while it waits too, the rest once a doctor has accepted it. */
const askedAt: Record<DraftKind, readonly CaseState[]> = {
  triage: ['queued', 'accepted'],
  summary: ['accepted', 'answered'],
  'draft-reply': ['accepted'],
}

export function mayBeAsked(kind: DraftKind, state: CaseState): boolean {
  return askedAt[kind].includes(state)
}

export function mustBeAskable(kind: DraftKind, state: CaseState, enabled: boolean, drafts: number): void {
  if (!enabled) refuse('ASSISTANT_OFF')
  if (!mayBeAsked(kind, state)) refuse('CASE_MOVED')
  if (drafts >= mostDrafts) refuse('TOO_MANY_DRAFTS')
}

/** What stays in the house is covered by the consent that every case has. */
export function mustAgree({ name }: Provider, consent: boolean): void {
  if (name === 'outside' && !consent) refuse('CONSENT_MISSING')
}

export function mustBeOpen(state: DraftState): void {
  if (state !== 'open') refuse('DRAFT_DECIDED')
}

/** A draft leaves a line in square brackets where only its doctor knows what belongs there; with it in place it is not sent. */
export function mustBeComplete(draft: string, words: string): void {
  if (blanksIn(draft).some((blank) => words.includes(blank))) refuse('DRAFT_INCOMPLETE')
}

export function blanksIn(draft: string): string[] {
  return draft.match(/^\[[^\]\n]+\]$/gm) ?? []
}

/** A triage may be decided on before the case is accepted, a reply only while it can be answered. */
export function canDo({ kind, text = '' }: { kind: DraftKind; text?: string }, state: DraftState, at: CaseState): string[] {
  if (state !== 'open' || !mayBeAsked(kind, at)) return []
  return [...(blanksIn(text).length === 0 ? ['accept'] : []), ...(kind === 'draft-reply' ? ['edit'] : []), 'reject']
}

// Who writes summaries and drafts. A provider is handed text and hands text back: it knows no database, no person, and no tool to act with. [LLM01][LLM03]
import type { urgencies } from '@wardkeep/contract/cases.ts'

export type Urgency = (typeof urgencies)[number]
export type Kind = 'summary' | 'draft-reply'

/** What is asked about, after what tells who anybody is was taken out. */
export type Question = {
  kind: Kind
  language: string
  title: string
  text: string
  messages: readonly { from: string; text: string }[]
  urgency: Urgency
  specialty?: string
  /** Whom a reply greets and who signs it, as the marks that stand in their place. */
  patientName?: string
  doctorName?: string
}
export type Reason = { text: string; source: string }
/** What one question took; of a question that is about to be asked, the most that it can take. `cost` in millionths of a hundredth of the currency. */
export type Spending = { tokens: number; milliseconds: number; cost: number }
export type Answered = { text: string; reasons: Reason[]; flags: string[]; tokens: { in: number; out: number } | undefined }

/** How many characters have come so far. */
export type Progress = (characters: number) => void

export type Provider = {
  readonly name: 'offline' | 'outside'
  /** One exact version; what answers under another name is not taken. */
  readonly model: string
  /** Exactly what will be handed over, as one text: what is hashed is what is sent. */
  prompt(question: Question): string
  /** The most that asking can take. */
  most(prompt: string): Spending
  /** What the tokens of an answer cost. */
  costOf(tokens: { in: number; out: number }): number
  /** Throws ProviderFailed; it asks once, and lets go when the signal says so. */
  answer(question: Question, prompt: string, progress: Progress, signal?: AbortSignal): Promise<Answered>
}
export type Outside = Provider & { readonly host: string }

/** No answer, or none that can be used. By one word, and nothing of what was sent or received. */
export class ProviderFailed extends Error {
  constructor(reason: string) {
    super(`the provider gave no answer that can be used: ${reason}`)
    this.name = 'ProviderFailed'
  }
}

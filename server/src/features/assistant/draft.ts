// A reply that a doctor completes: what was asked in its own words, what to do at once where a red flag stands, and never a diagnosis.
import { draftWords } from './draft-words.ts'
import { type Place, summarise } from './summary.ts'
import type { Triage } from './triage.ts'

export type DraftInput = {
  /** Of the reply; another than those Wardkeep has words in gets English. */
  language: string
  /** What was asked, the oldest first. */
  messages: readonly string[]
  triage: Triage
  /** As they are to be greeted; without it the greeting names nobody. */
  patientName?: string
  doctorName?: string
}
export type Draft = { text: string; sources: { quote: string; at: Place }[] }

/** The offline reply: a template of the language around verbatim quotes. It holds no judgement but the red-flag advice of the rules that fired. */
export function draftReply({ language, messages, triage, patientName, doctorName }: DraftInput): Draft {
  const words = draftWords(language)
  const { sources } = summarise(messages, language, 3)
  const lines = [
    words.greeting(patientName),
    words.thanks,
    ...(sources.length > 0 ? [`${words.asked}\n${sources.map(({ quote }) => `> ${quote}`).join('\n')}`] : []),
    ...(triage.urgency === 'urgent' ? [words.urgent] : triage.urgency === 'soon' ? [words.soon] : []),
    words.complete,
    words.worse,
    words.closing(doctorName),
  ]
  return { text: lines.join('\n\n'), sources }
}

// An answer from outside is data: it is read strictly, what it quotes must stand in what was sent, and what is odd about it is said. [LLM07][LLM10]
import { limits, ProtectedText } from '@wardkeep/contract/shapes.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Question, Reason } from './provider.ts'

const Written = Type.Object({
  text: ProtectedText(limits.section, 1),
  quotes: Type.Array(Type.String(), { maxItems: 20 }),
})
const shortest = 4

/** What was written and what it quotes; undefined where it is not what was asked for. */
export function readAnswer(answer: string, question: Question): { text: string; reasons: Reason[]; flags: string[] } | undefined {
  const [, fenced] = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(answer) ?? []
  const value = parsed(fenced ?? answer)
  if (!Value.Check(Written, value) || value.text.trim() === '') return undefined
  const text = value.text.trim()
  const places = [
    { source: 'title', text: question.title },
    { source: 'text', text: question.text },
    ...question.messages.map((message, place) => ({ source: `message-${place + 1}`, text: message.text })),
  ]
  const quotes = [...new Set(value.quotes.map((quote) => quote.trim()))].filter((quote) => quote.length >= shortest)
  const reasons = quotes.flatMap((quote) =>
    places
      .filter(({ text }) => text.includes(quote))
      .slice(0, 1)
      .map(({ source }) => ({ text: quote, source })),
  )
  return { text, reasons, flags: flagsOf(text, reasons.length, quotes.length) }
}

function flagsOf(text: string, found: number, quoted: number): string[] {
  return [...(found === 0 ? ['unsourced'] : found < quoted ? ['quote-not-found'] : []), ...(holdsMarkup(text) ? ['link-or-markup'] : [])]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Links, images and markup are shown as the text they are, and said. */
export function holdsMarkup(text: string): boolean {
  return /https?:|www\.|!\[|\]\(|<[a-z]/i.test(text)
}

// What tells who somebody is leaves the text before anybody outside reads it, and comes back only where its own placeholder stands.
import { addressSpans } from './addresses.ts'
import { calendarSpans } from './calendar-dates.ts'
import { fold } from './folded-text.ts'
import { formattedSpans } from './formatted-identifiers.ts'
import { knownSpans } from './known-identifiers.ts'
import { nameSpans } from './person-names.ts'
import type { Found, Kind, Span } from './spans.ts'
import { withoutOverlap } from './spans.ts'

/** What the chart knows of the patient and of the doctors, as it stands there; nothing needs to be known. Birth dates are `YYYY-MM-DD`. */
export type KnownIdentifiers = {
  names?: readonly string[]
  birthDates?: readonly string[]
  /** Insurance, national and record numbers. */
  numbers?: readonly string[]
  emails?: readonly string[]
  phones?: readonly string[]
  addresses?: readonly string[]
}

export type Removal = {
  /** The text with a placeholder such as ⟦NAME-1⟧ in each identifier’s place. */
  text: string
  /** How many stretches of each kind were taken out; kinds of which there were none are missing. */
  found: { kind: Kind; count: number }[]
  /** The originals put back where exactly their placeholders stand; everything else of the answer stays as it is. */
  restore: (answer: string) => string
}

/**
 * A text without the identifiers found in it, in English, Hebrew, Arabic and Spanish, whichever of them it is written in. It never throws.
 * The same original has the same placeholder. What looks like a placeholder in the text itself is put behind one too, so that nobody can
 * write a name into an answer by writing its placeholder.
 */
export function removeIdentifiers(text: string, known: KnownIdentifiers): Removal {
  const folded = fold(text)
  const spans = withoutOverlap([
    ...markSpans(text),
    ...[
      ...knownSpans(folded, known),
      ...calendarSpans(folded),
      ...addressSpans(folded),
      ...formattedSpans(folded),
      ...nameSpans(folded),
    ].map((span) => ({ ...span, from: folded.start(span.from), to: folded.end(span.to) })),
  ])
  const placeholders = new Map<string, string>()
  const originals = new Map<string, string>()
  const numbers = new Map<Found, number>()
  const counts = new Map<Found, number>()
  const parts: string[] = []
  let done = 0
  for (const { from, to, kind } of spans) {
    const original = text.slice(from, to)
    const key = `${kind} ${original}`
    let placeholder = placeholders.get(key)
    if (placeholder === undefined) {
      const number = (numbers.get(kind) ?? 0) + 1
      numbers.set(kind, number)
      placeholder = `⟦${kind.toUpperCase()}-${number}⟧`
      placeholders.set(key, placeholder)
      originals.set(placeholder, original)
    }
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    parts.push(text.slice(done, from), placeholder)
    done = to
  }
  parts.push(text.slice(done))
  return {
    text: parts.join(''),
    found: kinds.flatMap((kind) => (counts.has(kind) ? [{ kind, count: counts.get(kind) ?? 0 }] : [])),
    restore: (answer) => answer.replace(placeholder, (whole) => originals.get(whole) ?? whole),
  }
}

const kinds = ['name', 'date', 'number', 'contact', 'address'] as const
const placeholder = /⟦[A-Z]{4,7}-\d{1,6}⟧/g
const mark = /⟦[^⟦⟧]{0,40}⟧|[⟦⟧]/g

function markSpans(text: string): Span[] {
  return [...text.matchAll(mark)].map(({ index, 0: whole }) => ({ from: index, to: index + whole.length, kind: 'text' }))
}

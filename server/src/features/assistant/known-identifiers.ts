// What the chart knows of somebody, wherever it stands in a text and however it is spelled there.
import type { Folded } from './folded-text.ts'
import { foldedWord } from './folded-text.ts'
import type { KnownIdentifiers } from './identifiers.ts'
import { everydayWords } from './name-words.ts'
import type { Found, Span } from './spans.ts'

export function knownSpans(folded: Folded, known: KnownIdentifiers): Span[] {
  return [
    ...wordSpans(folded, known.names ?? []),
    ...phraseSpans(folded, known.addresses ?? [], 'address'),
    ...phraseSpans(folded, known.emails ?? [], 'contact'),
    ...digitSpans(folded, known.phones ?? [], 'contact'),
    ...digitSpans(folded, [...(known.numbers ?? [])], 'number'),
    ...phraseSpans(folded, known.numbers ?? [], 'number'),
    ...digitSpans(folded, (known.birthDates ?? []).flatMap(writtenDates), 'date'),
  ]
}

/** Each part of a known name, alone or behind a particle that is written as one with it. An everyday word counts only with a capital. */
function wordSpans(folded: Folded, names: readonly string[]): Span[] {
  const parts = new Set(names.flatMap((name) => foldedWord(name).split(/[^\p{L}]{1,9}/u)).filter((part) => part.length > 1))
  if (parts.size === 0) return []
  return folded.words.flatMap(({ text, lower, from, to }): Span[] => {
    for (const length of particleLengths(lower)) {
      const rest = lower.slice(length).replace(/'s?$/, '')
      if (!parts.has(rest) && !parts.has(lower.slice(length))) continue
      if (everydayWords.has(rest) && text[length] === lower[length]) continue
      return [{ from: from + length, to: parts.has(rest) ? from + length + rest.length : to, kind: 'name' }]
    }
    return []
  })
}

/** Where a Hebrew or an Arabic word may begin once its particles are taken off: 0 first. */
export function particleLengths(word: string): number[] {
  const particles =
    /^(?:[\u05d5\u05d4\u05d1\u05dc\u05de\u05db\u05e9]{0,3}|[\u0648\u0641\u0628\u0644\u0643]{0,2})/.exec(word)?.[0].length ?? 0
  return Array.from({ length: particles + 1 }, (_, length) => length).filter((length) => length === 0 || word.length - length > 1)
}

function phraseSpans(folded: Folded, phrases: readonly string[], kind: Found): Span[] {
  return phrases.map(foldedWord).flatMap((phrase) => {
    const spans: Span[] = []
    if (phrase.trim().length < 3) return spans
    for (let from = folded.lower.indexOf(phrase); from >= 0; from = folded.lower.indexOf(phrase, from + phrase.length))
      spans.push({ from, to: from + phrase.length, kind })
    return spans
  })
}

/** The digits of a known number in their order, whatever stands between them: up to two characters that are no letters. */
function digitSpans(folded: Folded, values: readonly string[], kind: Found): Span[] {
  const wanted = new Set(
    values
      .map((value) => foldedWord(value).replace(/\D/g, ''))
      .filter((digits) => digits.length > 3)
      .flatMap((digits) => [digits, digits.replace(/^0{1,4}/, '')])
      .filter((digits) => digits.length > 3),
  )
  if (wanted.size === 0) return []
  const places = [...folded.text.matchAll(/\d/g)].map(({ index }) => index)
  const digits = places.map((place) => folded.text[place]).join('')
  return [...wanted].flatMap((value) => {
    const spans: Span[] = []
    for (let at = digits.indexOf(value); at >= 0; at = digits.indexOf(value, at + 1)) {
      const run = places.slice(at, at + value.length)
      const joined = run.every((place, index) => index === 0 || gapFits(folded.text.slice((run[index - 1] ?? 0) + 1, place)))
      const from = run[0] ?? 0
      if (joined) spans.push({ from, to: (run.at(-1) ?? from) + 1, kind })
    }
    return spans
  })
}

function gapFits(gap: string): boolean {
  return gap.length <= 2 && !/\p{L}/u.test(gap)
}

/** A day as people write its digits, two and four digits of the year. Months by name are found as what they are, a date. */
function writtenDates(date: string): string[] {
  const [year = '', month = '', day = ''] = date.split('-')
  return [year, year.slice(2)].flatMap((y) => [`${day}${month}${y}`, `${month}${day}${y}`, `${y}${month}${day}`])
}

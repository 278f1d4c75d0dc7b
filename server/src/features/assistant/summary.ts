// A summary that says nothing of its own: the most telling sentences of a text, word for word, each with its place.
import { foldedWord } from './folded-text.ts'
import { everydayWords } from './name-words.ts'
import { type Sentence, sentencesOf } from './sentences.ts'
import { triage } from './triage.ts'

/** Which message of those given (0 for a single text), and from where to where in it, in UTF-16 code units. */
export type Place = { message: number; start: number; end: number }
export type Quoted = { text: string; sources: { quote: string; at: Place }[] }

/**
 * At most `most` sentences in the order they were written, a line each. Sentences that share their words with many others rank first (TextRank,
 * Mihalcea and Tarau 2004); one that holds a red flag is never left out while there is room.
 */
export function summarise(given: string | readonly string[], language: string, most = 4): Quoted {
  const messages = typeof given === 'string' ? [given] : given
  const sentences = messages.flatMap((message, index) =>
    sentencesOf(message, language).map((sentence) => ({ ...sentence, message: index })),
  )
  const scores = ranked(sentences, language)
  const chosen = scores
    .map((score, index) => ({ score, index }))
    .toSorted((one, other) => other.score - one.score || one.index - other.index)
    .slice(0, most)
    .map(({ index }) => index)
    .toSorted((one, other) => one - other)
  const sources = chosen.flatMap((index) => {
    const sentence = sentences[index]
    return sentence ? [{ quote: sentence.text, at: { message: sentence.message, start: sentence.start, end: sentence.end } }] : []
  })
  return { text: sources.map(({ quote }) => quote).join('\n'), sources }
}

function ranked(sentences: readonly Sentence[], language: string): number[] {
  const bags = sentences.map(({ text }) => new Set(wordsOf(text)))
  const weights = bags.map((one, i) => bags.map((other, j) => (i === j ? 0 : likeness(one, other))))
  const sums = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0))
  let scores = bags.map(() => 1)
  for (let round = 0; round < rounds; round += 1)
    scores = scores.map(
      (_, i) => 0.15 + 0.85 * scores.reduce((sum, score, j) => sum + ((weights[j]?.[i] ?? 0) / (sums[j] || 1)) * score, 0),
    )
  const flagged = sentences.map(({ text }) => triage({ text, language }))
  return scores.map(
    (score, i) => score + (flagged[i]?.urgency === 'urgent' ? 100 : flagged[i]?.urgency === 'soon' ? 10 : flagged[i]?.specialty ? 1 : 0),
  )
}

/** Enough for the order not to change any more with texts of this size. */
const rounds = 20

function wordsOf(text: string): string[] {
  return (foldedWord(text).match(/\p{L}{2,40}/gu) ?? []).filter((word) => !everydayWords.has(word))
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size < 2 || other.size < 2) return 0
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let shared = 0
  for (const word of small) if (large.has(word)) shared += 1
  return shared / (Math.log(one.size) + Math.log(other.size))
}

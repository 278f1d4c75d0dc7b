// Phrases found in a folded text, unless somebody says that they are not there.
import type { Folded, Word } from './folded-text.ts'
import { foldedWord } from './folded-text.ts'
import { particleLengths } from './known-identifiers.ts'
import { negations, stops, unlessFollowedBy } from './negation-words.ts'

export type Match = { from: number; to: number }
/** Phrases of all languages: words with spaces between them; `*` ends a word that may go on, `_` stands for up to two words or none. */
export type Phrases = readonly string[]

/** Where each phrase stands and is not negated. Cost: the words of the text times the phrases that begin with one of them. */
export function matcherOf({ text, words }: Folded): (phrases: Phrases) => Match[] {
  const places = placesOf(words)
  const starts = (token: string) => {
    const prefix = token.endsWith('*') ? token.slice(0, -1) : undefined
    return prefix === undefined
      ? (places.whole.get(token) ?? [])
      : (places.prefixes.get(prefix.slice(0, prefixLength)) ?? []).filter((index) => fits(words[index], token))
  }
  return (phrases) =>
    phrases
      .flatMap((phrase) => {
        const tokens = tokensOf(phrase)
        return starts(tokens[0] ?? '').flatMap((first) => {
          const last = follow(words, text, tokens, first)
          const one = words[first]
          const end = words[last ?? -1]
          return one && end && !isNegated(words, text, first) && !isDeniedAfter(words, text, last ?? first)
            ? [{ from: one.from, to: end.to }]
            : []
        })
      })
      .toSorted((one, other) => one.from - other.from || other.to - one.to)
      .filter(
        (match, index, all) => !all.slice(Math.max(0, index - 8), index).some((other) => other.from <= match.from && other.to >= match.to),
      )
}

const prefixLength = 3
const tokensByPhrase = new Map<string, string[]>()

function tokensOf(phrase: string): string[] {
  const known = tokensByPhrase.get(phrase)
  if (known) return known
  const tokens = phrase.split(' ').map((token) => (token.endsWith('*') ? `${foldedWord(token.slice(0, -1))}*` : foldedWord(token)))
  tokensByPhrase.set(phrase, tokens)
  return tokens
}

/** By the whole word, with and without its particles, and by its first letters. */
function placesOf(words: readonly Word[]): { whole: Map<string, number[]>; prefixes: Map<string, number[]> } {
  const whole = new Map<string, number[]>()
  const prefixes = new Map<string, number[]>()
  const add = (map: Map<string, number[]>, key: string, index: number) => {
    const list = map.get(key) ?? []
    if (list.at(-1) !== index) list.push(index)
    map.set(key, list)
  }
  words.forEach(({ lower }, index) => {
    for (const form of formsOf(lower)) {
      add(whole, form, index)
      add(prefixes, form.slice(0, prefixLength), index)
    }
  })
  return { whole, prefixes }
}

/** A word as it stands and without the particles written as one with it, the Arabic article among them. */
function formsOf(lower: string): string[] {
  return [
    ...new Set(
      particleLengths(lower).flatMap((cut) => [
        lower.slice(cut),
        lower
          .slice(cut)
          .replace(/^ال(?=.{2})/, '')
          .replace(/^ل(?=ل.{2})/, ''),
      ]),
    ),
  ]
}

function fits(word: Word | undefined, token: string): boolean {
  if (word === undefined) return false
  const forms = formsOf(word.lower)
  return token.endsWith('*') ? forms.some((form) => form.startsWith(token.slice(0, -1))) : forms.includes(token)
}

/** The place of the last word where the phrase stands from `first` on, within one sentence. */
function follow(words: readonly Word[], text: string, tokens: readonly string[], first: number): number | undefined {
  let at = first
  for (let index = 1; index < tokens.length; index += 1) {
    const token = tokens[index] ?? ''
    const loose = token === '_'
    if (loose) index += 1
    const wanted = loose ? (tokens[index] ?? '') : token
    const reach = loose ? 3 : 1
    let found: number | undefined
    for (let next = at + 1; next <= at + reach && found === undefined; next += 1) {
      if (endsClause(text, words[next - 1], words[next], /[.!?;\n]/)) break
      if (fits(words[next], wanted)) found = next
    }
    if (found === undefined) return undefined
    at = found
  }
  return at
}

/** Whether a word before it says no, in the same clause and near; a comma ends what it says, unless a list goes on with "or". */
function isNegated(words: readonly Word[], text: string, first: number): boolean {
  let crossed = false
  for (let at = first - 1; at >= Math.max(0, first - reachOfNo); at -= 1) {
    const word = words[at]
    if (word === undefined || endsClause(text, word, words[at + 1], /[.!?;:\n]/)) return false
    if (endsClause(text, word, words[at + 1], /[,،]/)) crossed = true
    if (stops.has(word.lower)) return false
    if (isNegation(words, at) && (!crossed || listGoesOn(words, text, first))) return true
  }
  return false
}

const reachOfNo = 9

function isNegation(words: readonly Word[], at: number): boolean {
  const word = words[at]
  const next = words[at + 1]
  if (word === undefined || !formsOf(word.lower).some((form) => negations.has(form))) return false
  return next === undefined || !unlessFollowedBy.has(next.lower)
}

/** Whether "or" joins this to what stands before it or after it in one list. */
function listGoesOn(words: readonly Word[], text: string, first: number): boolean {
  for (let at = first - 4; at < first + 8; at += 1) {
    const word = words[at]
    if (word === undefined) continue
    if (at >= first && endsClause(text, word, words[at + 1], /[.!?;:\n]/)) return false
    if (['or', 'nor', 'ni', 'או', 'او', 'ולא', 'ولا'].includes(words[at + 1]?.lower ?? '') && at + 1 < first + 8) return true
  }
  return false
}

/** "Chest pain: no", "chest pain denied", "כאבים בחזה – שולל". */
function isDeniedAfter(words: readonly Word[], text: string, last: number): boolean {
  const one = words[last]
  const next = words[last + 1]
  if (!one || !next) return false
  const gap = text.slice(one.to, next.from)
  const denies = ['denied', 'absent', 'negative', 'שולל', 'שוללת', 'negado', 'ausente', 'منفي'].includes(next.lower)
  return (denies && /^[\s:-]{1,4}$/.test(gap)) || (['no', 'לא', 'אין', 'لا'].includes(next.lower) && /^\s?[:?-]{1,2}\s?$/.test(gap))
}

function endsClause(text: string, one: Word | undefined, next: Word | undefined, border: RegExp): boolean {
  return one !== undefined && next !== undefined && border.test(text.slice(one.to, next.from))
}

// Names of people that nobody told us of: by what stands before them, by lists, and by how a name is written.
import type { Folded, Word } from './folded-text.ts'
import { particleLengths } from './known-identifiers.ts'
import { familyNames, givenNames } from './name-lists.ts'
import { everydayWords, particles, personCues, personPairs, relations, titles } from './name-words.ts'
import type { Span } from './spans.ts'

export function nameSpans(folded: Folded): Span[] {
  const reader = readerOf(folded)
  return folded.words.flatMap((_, index) => reader(index))
}

type Reader = (index: number) => Span[]

function readerOf({ text, words }: Folded): Reader {
  const gap = (index: number) => {
    const one = words[index]
    const next = words[index + 1]
    return one && next ? text.slice(one.to, next.from) : '\n'
  }
  /** The places of the words of a name that begins at one place; empty where none does. */
  const nameAt = (index: number, first: (word: Word) => boolean, most = 4): number[] => {
    const begin = words[index]
    if (begin === undefined || !first(begin)) return []
    const taken = [index]
    for (let at = index + 1; taken.length < most && joins(gap(at - 1), words[at - 1]); at += 1) {
      const next = words[at]
      if (next === undefined) break
      const after = words[at + 1]
      if (particles.has(next.lower) && after !== undefined && joins(gap(at), next) && continues(after, words[at])) taken.push(at)
      else if (continues(next, words[at - 1])) taken.push(at)
      else break
    }
    return taken
  }
  const spanOf = (places: readonly number[], cut = 0): Span[] => {
    const one = words[places[0] ?? -1]
    const last = words[places.at(-1) ?? -1]
    return one && last ? [{ from: one.from + cut, to: last.lower.endsWith("'s") ? last.to - 2 : last.to, kind: 'name' }] : []
  }
  return (index) => {
    const word = words[index]
    if (word === undefined) return []
    const cue = cueOf(word, words[index - 1], words[index - 2])
    if (cue !== undefined && /^[\s.,:"'(-]{1,4}$/.test(gap(index))) {
      const next = index + 1
      const fits = cue === 'title' ? canFollowTitle : cue === 'person' ? canBeNamed : looksLikeName
      const found = spanOf(nameAt(next, fits))
      if (found.length > 0) return found
    }
    return listed(word, index, { words, text, gap, nameAt, spanOf })
  }
}

type Hands = {
  words: readonly Word[]
  text: string
  gap: (index: number) => string
  nameAt: (index: number, first: (word: Word) => boolean) => number[]
  spanOf: (places: readonly number[], cut?: number) => Span[]
}

function listed(word: Word, index: number, { words, text, gap, nameAt, spanOf }: Hands): Span[] {
  const before = words[index - 1]
  const startsSentence = before === undefined || /[.!?:\n•]/.test(gap(index - 1)) || /^\s{0,9}$/.test(text.slice(0, word.from))
  if (isLatin(word)) {
    if (!isCapital(word)) return []
    const places = nameAt(index, (first) => isCapital(first) && isPlain(first))
    const several = places.length > 1
    const inLists = places.some((place) => isListed(words[place]))
    if (several && (inLists || !startsSentence)) return spanOf(places)
    if (givenNames.has(bare(word)) && isPlain(word)) return spanOf([index])
    if (several) return []
    // An everyday word that is also a name is one where a family name follows.
    const next = words[index + 1]
    if (givenNames.has(bare(word)) && next && gap(index) === ' ' && familyNames.has(bare(next)) && isCapital(next))
      return spanOf([index, index + 1])
    return familyNames.has(bare(word)) && isPlain(word) && !startsSentence ? spanOf([index]) : []
  }
  for (const cut of particleLengths(word.lower).slice(0, 2)) {
    const rest = word.lower.slice(cut)
    const next = words[index + 1]
    const family = next !== undefined && gap(index) === ' ' && familyNames.has(next.lower)
    const given = givenNames.has(rest)
    if (given && family)
      return spanOf(
        nameAt(index, () => true),
        cut,
      )
    if (cut > 0 && rest.length < 3) continue
    if (everydayWords.has(word.lower) || everydayWords.has(rest)) continue
    if (given)
      return spanOf(
        nameAt(index, () => true),
        cut,
      )
    if (familyNames.has(rest) && cut === 0 && rest.length > 2) return spanOf([index])
  }
  return []
}

function cueOf(word: Word, before: Word | undefined, earlier: Word | undefined): 'title' | 'person' | 'relation' | undefined {
  for (const cut of particleLengths(word.lower)) {
    const rest = word.lower.slice(cut)
    if (titles.has(rest)) return 'title'
    if (relations.has(rest)) return 'relation'
    if (personCues.has(rest) || personPairs.has(rest)) return 'person'
  }
  const pair = `${before?.lower ?? ''} ${word.lower}`
  if (personPairs.has(pair) || personPairs.has(`${earlier?.lower ?? ''} ${pair}`)) return 'person'
  return undefined
}

/** Only space, a hyphen or the point of an initial or title stands between the words of one name. */
function joins(gap: string, before: Word | undefined): boolean {
  return gap === ' ' || gap === '-' || gap === '  ' || (/^\. ?$/.test(gap) && (before?.text.length ?? 9) <= 2)
}

function continues(word: Word, before: Word | undefined): boolean {
  if (isLatin(word))
    return isCapital(word) && (isPlain(word) || (familyNames.has(bare(word)) && before !== undefined && givenNames.has(bare(before))))
  if (everydayWords.has(word.lower) && !(before && givenNames.has(before.lower) && familyNames.has(word.lower))) return false
  return familyNames.has(word.lower) || givenNames.has(word.lower) || looksLikeFamilyName(word.lower)
}

/** After a title even an everyday word with a capital is a name. */
function canFollowTitle(word: Word): boolean {
  if (isLatin(word)) return isCapital(word) || isListed(word)
  return !everydayWords.has(word.lower) || isListed(word)
}

function canBeNamed(word: Word): boolean {
  if (isLatin(word)) return isCapital(word) && (isPlain(word) || isListed(word)) && !functionWord(word)
  return (
    !everydayWords.has(word.lower) &&
    !/^(?:ה|ال)/.test(word.lower) &&
    word.lower.length > 2 &&
    !relations.has(word.lower) &&
    !titles.has(word.lower)
  )
}

function looksLikeName(word: Word): boolean {
  if (isLatin(word)) return isCapital(word) && (isPlain(word) || givenNames.has(bare(word)))
  return isListed(word) && (!everydayWords.has(word.lower) || word.lower.length > 3)
}

function functionWord(word: Word): boolean {
  return word.lower.length < 3 && !givenNames.has(word.lower)
}

function isListed(word: Word | undefined): boolean {
  return word !== undefined && (givenNames.has(bare(word)) || familyNames.has(bare(word)))
}

function isPlain(word: Word): boolean {
  return !everydayWords.has(bare(word)) && !relations.has(word.lower) && !titles.has(word.lower)
}

function bare(word: Word): string {
  return word.lower.replace(/'s?$/, '')
}

function isLatin({ text }: Word): boolean {
  return /^\p{Script=Latin}/u.test(text)
}

/** `Maya`, `O'Neill`, `McKay`; words wholly in capitals are as often abbreviations, so only listed names count there. */
function isCapital(word: Word): boolean {
  if (!/^\p{Lu}/u.test(word.text)) return false
  if (word.text.length > 1 && word.text === word.text.toUpperCase()) return isListed(word) || word.text.length === 1
  return true
}

function looksLikeFamilyName(word: string): boolean {
  return /.{2}(?:שטיין|ברג|סקי|ביץ'?|מן|שוילי|יאן|פלד|בוים|באום|וביץ|אוב|ובה)$/.test(word) || /^ال.{2,12}[يه]$/.test(word)
}

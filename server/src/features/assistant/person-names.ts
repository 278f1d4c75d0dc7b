// Names of people that nobody told us of: by what stands before them, by lists, and by how a name is written.
import type { Folded, Word } from './folded-text.ts'
import { isLatin as isLatinText, particleLengths } from './known-identifiers.ts'
import { couldBeCalled, doerLength, isDoneBy, isGiven, speaksOf } from './name-doers.ts'
import { familyNames, givenNames } from './name-lists.ts'
import { everydayWords, labels, particles, personCues, personPairs, relations, titles } from './name-words.ts'
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
  /** The places of the words of a name that begins at one place, perhaps with its particles; empty where none does. */
  const nameAt = (index: number, first: Judge, more: Continuing = continues): number[] => {
    let begin = index
    while (begin - index < 2 && particles.has(words[begin]?.lower ?? '') && joins(gap(begin), words[begin])) begin += 1
    const one = words[begin]
    if (one === undefined || !first(one)) return begin === index ? [] : nameAtWhole(index, first)
    const taken = Array.from({ length: begin - index + 1 }, (_, place) => index + place)
    for (let at = begin + 1; taken.length < longestName && joins(gap(at - 1), words[at - 1]); at += 1) {
      const behind = particlesFrom(at)
      const next = words[at + behind]
      if (next === undefined) break
      const held = behind > 0 && strongParticles.has(words[at]?.lower ?? '')
      if (!held && !more(next, words[at - 1], behind > 0 ? 0 : taken.length)) break
      for (; words[at] !== next; at += 1) taken.push(at)
      taken.push(at)
    }
    return taken
  }
  /** How many particles stand at a place, with a word joined to them. */
  const particlesFrom = (at: number): number => {
    let count = 0
    while (count < 3 && particles.has(words[at + count]?.lower ?? '') && joins(gap(at + count), words[at + count])) count += 1
    return count
  }
  const nameAtWhole = (index: number, first: Judge): number[] => {
    const one = words[index]
    if (one === undefined) return []
    // Some are written with a hyphen behind a particle: בת-אל.
    if (gap(index) === '-' && !isLatin(one)) return [index, index + 1]
    return one.text.length > 2 && !particles.has(one.lower) && first(one) ? [index] : []
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
    if (cue !== undefined && (cue === 'title' ? /^[ .]{1,3}$/ : /^(?: ?[:,"'(-]? ?)$/).test(gap(index))) {
      const fits =
        cue === 'title'
          ? canFollowTitle
          : cue === 'person'
            ? canBeNamed
            : cue === 'relation'
              ? looksLikeName
              : /:/.test(gap(index))
                ? canBeNamed
                : isNamed
      const found = spanOf(nameAt(index + 1, fits, continuesAfterCue))
      if (found.length > 0) return found
      if (cue === 'relation' && gap(index + 1) === ' ' && isDoneBy(words[index + 1], words[index + 2]))
        return spanOf(nameAt(index + 1, () => true, continuesAfterCue))
    }
    if (gap(index) === ' ' && speaksOf(word, words[index - 1])) {
      const found = spanOf(nameAt(index + 1, (first) => couldBeCalled(first) || isGiven(first), continuesAfterCue))
      if (found.length > 0) return found
    }
    const doer = doerLength(words, index, gap)
    if (doer > 0) return spanOf(Array.from({ length: doer }, (_, place) => index + place))
    return listed(word, index, { words, text, gap, nameAt, spanOf })
  }
}

type Judge = (word: Word) => boolean
/** Whether a word goes on with the name whose last word and number of words so far are given. */
type Continuing = (word: Word, before: Word | undefined, taken: number) => boolean
type Hands = {
  words: readonly Word[]
  text: string
  gap: (index: number) => string
  nameAt: (index: number, first: Judge, more?: Continuing) => number[]
  spanOf: (places: readonly number[], cut?: number) => Span[]
}

const longestName = 5
/** What follows them is part of the name whatever else it means. */
const strongParticles = new Set(['ابو', 'بن', 'ابن', 'عبد', 'אבו', 'אבן'])

function listed(word: Word, index: number, { words, text, gap, nameAt, spanOf }: Hands): Span[] {
  if (isLatin(word)) {
    if (!isCapital(word)) return []
    const before = words[index - 1]
    const startsSentence =
      before === undefined || /[.!?:\n•*/]/.test(gap(index - 1)) || /^\s{0,9}$/.test(text.slice(Math.max(0, word.from - 9), word.from))
    const places = nameAt(index, (first) => isCapital(first) && isPlain(first))
    const inLists = places.some((place) => isListed(words[place]))
    if (places.length > 1 && (inLists || !startsSentence)) return spanOf(places)
    if (givenNames.has(bare(word)) && isPlain(word)) return spanOf([index])
    if (places.length > 1) return []
    // An everyday word that is also a name is one where a family name follows.
    const next = words[index + 1]
    if (givenNames.has(bare(word)) && next && gap(index) === ' ' && familyNames.has(bare(next)) && isCapital(next))
      return spanOf([index, index + 1])
    // In running text a capital within a sentence tells a name; who or what it names is not to be known.
    const inRunningText =
      !startsSentence &&
      before !== undefined &&
      !(isCapital(before) && isPlain(before)) &&
      /\p{Ll}/u.test(word.text) &&
      word.text.length > 2
    return inRunningText && isPlain(word) && !soundsLikeDrug(word.lower) ? spanOf([index]) : []
  }
  const next = gap(index) === ' ' ? words[index + 1] : undefined
  const family = next !== undefined && familyNames.has(next.lower) && next.lower.length > 2 && !everydayWords.has(next.lower)
  for (const cut of particleLengths(word.lower).slice(0, 2)) {
    const rest = word.lower.slice(cut)
    if (!givenNames.has(rest) || (cut > 0 && rest.length < 3)) continue
    // نور الهدى: two everyday words that together are a name.
    const compound = next !== undefined && /^ال/.test(next.lower) && givenNames.has(next.lower.slice(2)) && !everydayWords.has(next.lower)
    if (compound) return spanOf([index, index + 1], cut)
    if (family || !(everydayWords.has(word.lower) || everydayWords.has(rest)))
      return spanOf(
        nameAt(index, () => true, continuesAfterCue),
        cut,
      )
  }
  // A family name that is no everyday word tells that the word before it is a given name.
  const told =
    next !== undefined && ((family && next.lower.length > 3) || (!everydayWords.has(next.lower) && looksLikeHebrewFamily(next.lower)))
  if (
    told &&
    canBeNamed(word) &&
    !couldBeVerb(word.lower) &&
    particleLengths(word.lower).every((cut) => !everydayWords.has(word.lower.slice(cut)))
  )
    return spanOf([index, index + 1])
  return []
}

function cueOf(word: Word, before: Word | undefined, earlier: Word | undefined): 'title' | 'person' | 'relation' | 'label' | undefined {
  for (const cut of particleLengths(word.lower)) {
    const rest = word.lower.slice(cut)
    if (titles.has(rest)) return 'title'
    if (relations.has(rest)) return 'relation'
    if (labels.has(rest)) return 'label'
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
    return (
      isCapital(word) &&
      (isPlain(word) ||
        (before !== undefined && givenNames.has(bare(before)) && isPlain(before) && word.text.length > 3) ||
        before?.text.length === 1)
    )
  if (everydayWords.has(word.lower))
    return before !== undefined && givenNames.has(before.lower) && familyNames.has(word.lower) && word.lower.length > 2
  return familyNames.has(word.lower) || givenNames.has(word.lower) || looksLikeFamilyName(word.lower)
}

/** After a title or another cue the second word of two is taken for a family name although no list has it, unless it is an everyday word. */
function continuesAfterCue(word: Word, before: Word | undefined, taken: number): boolean {
  if (continues(word, before)) return true
  if (isLatin(word)) return isCapital(word) && isListed(word)
  if (
    taken <= 2 &&
    before !== undefined &&
    !everydayWords.has(word.lower) &&
    givenNames.has(before.lower) &&
    givenNames.has(word.lower.replace(/^ال/, ''))
  )
    return true
  const most = before !== undefined && isListed(before) && /^[\u0621-\u064a]/.test(word.lower) ? 2 : 1
  return (
    taken <= most &&
    word.lower.length > 2 &&
    !everydayWords.has(word.lower) &&
    !couldBeVerb(word.lower) &&
    particleLengths(word.lower).every(
      (cut) => !everydayWords.has(word.lower.slice(cut).replace(/^ال/, '')) && !relations.has(word.lower.slice(cut)),
    )
  )
}

/** By its shape: what follows a name in Hebrew or Arabic is more often a verb than a family name that no list has. */
function couldBeVerb(word: string): boolean {
  if (word.startsWith('ال')) return false
  return /^(?:ה.{3}|מת|נת|יש|תת|את).|.{2}(?:תי|ות|ים|אה|קה|רה|שה|נה|לה|עה|טה|תה)$|^س?[يت]\p{L}{2}|^\p{L}{2,8}(?:[^ا]ت|وا)$/u.test(word)
}

/** After a title even an everyday word with a capital is a name. */
function canFollowTitle(word: Word): boolean {
  if (isLatin(word)) return isCapital(word) || isListed(word)
  return !everydayWords.has(word.lower) || isListed(word)
}

function canBeNamed(word: Word): boolean {
  if (isLatin(word)) return isCapital(word) && (isPlain(word) || isListed(word)) && !functionWord(word)
  return (
    (!everydayWords.has(word.lower) || isListed(word)) &&
    !/^(?:ה|ال)/.test(word.lower) &&
    word.lower.length > 2 &&
    !relations.has(word.lower) &&
    !titles.has(word.lower)
  )
}

/** Where a colon is missing only a listed name counts, or one with a capital. */
function isNamed(word: Word): boolean {
  return isLatin(word) ? canBeNamed(word) : isListed(word) && !everydayWords.has(word.lower)
}

function looksLikeName(word: Word): boolean {
  if (isLatin(word)) return isCapital(word) && (isPlain(word) || givenNames.has(bare(word)))
  if (isListed(word)) return !everydayWords.has(word.lower) || word.lower.length > 3
  return canBeNamed(word) && !couldBeVerb(word.lower) && !/(?:ית|ני)$/.test(word.lower)
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

function isLatin({ lower }: Word): boolean {
  return isLatinText(lower)
}

/** `Maya`, `O'Neill`, `McKay`; words wholly in capitals are as often abbreviations, so only listed names count there. */
function isCapital(word: Word): boolean {
  if (!/^\p{Lu}/u.test(word.text)) return false
  if (word.text.length > 1 && word.text === word.text.toUpperCase()) return isListed(word) || word.text.length === 1
  return true
}

function looksLikeFamilyName(word: string): boolean {
  return looksLikeHebrewFamily(word) || /^ال.{2,12}[يه]$/.test(word)
}

function looksLikeHebrewFamily(word: string): boolean {
  return /.{2}(?:שטיין|ברג|סקי|ביץ'?|שוילי|יאן|פלד|בוים|באום|וביץ)$/.test(word)
}

function soundsLikeDrug(word: string): boolean {
  return /(?:cillin|mycin|floxacin|pril|sartan|statin|azole|olol|dipin[eo]|formin|mab|tinib|profen|oxetine|azepam|triptan|gliptin|flozin|parin|vir|caine|thyroxine|cetamol|metacin)$/.test(
    word,
  )
}

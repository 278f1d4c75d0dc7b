// Finds what is predictable in a password: each detector names the stretches it explains, and what such a stretch is worth in free characters.
import { keyboardLanes, orderedLanes, unshifted } from './lanes.ts'
import type { PasswordRule } from './reasons.ts'

/** `from` to `to` (exclusive) in code points; from `least` characters on, its beginning alone is worth as much. */
export type Stretch = { from: number; to: number; least: number; worth: number; rule: PasswordRule }

/** Four or more keys side by side, worth two: where it begins and which way it goes. */
export function keyboardWalks(signs: readonly string[]): Stretch[] {
  return alongLanes(signs.map(unshifted), keyboardLanes, 4, 'keyboard')
}

/** Three or more letters or digits in their order, worth two. */
export function sequences(signs: readonly string[]): Stretch[] {
  return alongLanes(signs, orderedLanes, 3, 'sequence')
}

function alongLanes(signs: readonly string[], lanes: readonly string[], least: number, rule: PasswordRule): Stretch[] {
  const found: Stretch[] = []
  for (const lane of lanes) {
    for (const step of [1, -1]) {
      for (let from = 0; from < signs.length; from += 1) {
        const to = from + follow(signs, from, lane, step)
        if (to - from >= least) found.push({ from, to, least, worth: 2, rule })
      }
    }
  }
  return found
}

/** How many signs from here on follow the lane; all of its places are tried, since a digit can stand in it twice. */
function follow(signs: readonly string[], from: number, lane: string, step: number): number {
  let longest = 0
  for (let start = lane.indexOf(signs[from] ?? ''); start !== -1; start = lane.indexOf(signs[from] ?? '', start + 1)) {
    let length = 1
    while (from + length < signs.length && signs[from + length] === lane[start + length * step]) length += 1
    longest = Math.max(longest, length)
  }
  return longest
}

const longestBlock = 16

/** The same again: three of one character, or two of a block of up to sixteen; worth the block and one more. */
export function repetitions(signs: readonly string[], worthOf: (block: readonly string[]) => number): Stretch[] {
  const found: Stretch[] = []
  for (let block = 1; block <= Math.min(longestBlock, signs.length / 2); block += 1) {
    const least = Math.max(3, 2 * block)
    for (let from = 0; from + least <= signs.length; ) {
      let to = from + block
      while (to < signs.length && signs[to] === signs[to - block]) to += 1
      if (to - from >= least) found.push({ from, to, least, worth: 1 + worthOf(signs.slice(from, from + block)), rule: 'repeat' })
      from = Math.max(from + 1, to - block + 1)
    }
  }
  return found
}

const year = /(?=((?:19|20)\d\d))/g
/** Day and month in either order, with a year of four digits or two; and year, month, day. */
const dateForms = [
  /(?=((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|[12]\d|3[01])(?:(?:19|20)\d\d|\d\d)))/g,
  /(?=((?:[12]\d|3[01]|0?[1-9])([-./ ])(?:[12]\d|3[01]|0?[1-9])\2(?:(?:19|20)\d\d|\d\d)))/g,
  /(?=((?:19|20)\d\d([-./ ]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])))/g,
]

/** Years from 1900 to 2099, worth one; dates in the usual orders, worth two. */
export function dates(signs: readonly string[]): Stretch[] {
  // One unit of text for each code point, so that places agree.
  const text = signs.map((sign) => (sign.length === 1 ? sign : '\uffff')).join('')
  const stretch = (pattern: RegExp, worth: number): Stretch[] =>
    [...text.matchAll(pattern)].map(({ index, 1: found = '' }) => {
      return { from: index, to: index + found.length, least: found.length, worth, rule: 'date' }
    })
  return [...stretch(year, 1), ...dateForms.flatMap((form) => stretch(form, 2))]
}

const longestWord = 24

/** Words from a set that was folded as `foldLeet` folds. */
export function wordsIn(signs: readonly string[], words: ReadonlySet<string>, worth: number, rule: PasswordRule): Stretch[] {
  if (words.size === 0) return []
  const folded = signs.map(unleeted)
  const found: Stretch[] = []
  for (let from = 0; from < folded.length; from += 1) {
    for (let to = from + 3; to <= Math.min(folded.length, from + longestWord); to += 1) {
      if (words.has(folded.slice(from, to).join(''))) found.push({ from, to, least: to - from, worth, rule })
    }
  }
  return found
}

/** A text as guessers see it: compatible forms, case and the usual stand-ins (`p4$$w0rd`) told apart no longer. Compare only with another folded text. */
export function foldLeet(text: string): string {
  return signsOf(text).map(unleeted).join('')
}

/** The code points that the detectors look at. */
export function signsOf(password: string): string[] {
  return [...password.normalize('NFKC').toLowerCase()]
}

function unleeted(sign: string): string {
  return standIns.get(sign) ?? sign
}

const standIns = new Map(
  ['o0', 'i1!|l', 'e3€', 'a4@', 's5$', 't7+', 'b8', 'g69', 'z2'].flatMap((alike) =>
    [...alike].map((sign) => [sign, alike[0] ?? sign] as const),
  ),
)

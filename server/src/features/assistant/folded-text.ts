// A text as it is compared: one spelling of digits, dashes, quotes, spaces and accents, each place of it knowing where it comes from.

export type Word = { text: string; lower: string; from: number; to: number }
export type Folded = {
  /** Accents, points and invisible characters gone; digits `0-9`, dashes `-`, quotes `"` and `'`, spaces plain. */
  text: string
  lower: string
  /** Where the folded place begins in the original. */
  start: (place: number) => number
  /** Where what ends before the folded place ends in the original, with the marks that follow its last letter. */
  end: (place: number) => number
  /** Runs of letters, with an apostrophe or a double quote inside (O'Neill, ד"ר). */
  words: readonly Word[]
}

/** Never throws, and takes time in proportion to the length. */
export function fold(original: string): Folded {
  const parts: string[] = []
  const places: number[] = []
  let at = 0
  for (const character of original) {
    for (const unit of folding(character)) {
      parts.push(unit)
      places.push(at)
    }
    at += character.length
  }
  places.push(at)
  const text = parts.join('')
  return {
    text,
    lower: parts.map((unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit)).join(''),
    start: (place) => places[place] ?? at,
    end: (place) => (place === 0 ? 0 : endOf(original, places[place - 1] ?? at)),
    words: [...text.matchAll(word)].map(({ index, 0: found }) => ({
      text: found,
      lower: found.toLowerCase(),
      from: index,
      to: index + found.length,
    })),
  }
}

/** The same spelling for a single word or phrase. */
export function foldedWord(word: string): string {
  return [...word].flatMap(folding).join('').toLowerCase()
}

const word = /\p{L}{1,60}(?:['"]\p{L}{1,60}){0,4}'?/gu

/** The UTF-16 units a character is compared by: none for what cannot be seen. */
function folding(character: string): string[] {
  if (character >= ' ' && character <= '~') return [character]
  const known = alike.get(character)
  if (known !== undefined) return [...known]
  if (/\p{Nd}/u.test(character)) return [digitOf(character)]
  if (/\p{Pd}/u.test(character)) return ['-']
  if (/\p{Zs}/u.test(character)) return [' ']
  if (character === 'º' || character === 'ª') return [character]
  return character
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .split('')
}

// In every block of digits that Unicode has, the ten stand in order; those whose blocks touch have a plain spelling under NFKD.
function digitOf(character: string): string {
  const plain = character.normalize('NFKD')
  if (/^[0-9]$/.test(plain)) return plain
  const code = character.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}

function endOf(original: string, start: number): number {
  let end = start + String.fromCodePoint(original.codePointAt(start) ?? 0).length
  while (end < original.length) {
    const next = String.fromCodePoint(original.codePointAt(end) ?? 0)
    if (!/[\p{M}\p{Cf}]/u.test(next)) break
    end += next.length
  }
  return end
}

const alike = new Map([
  ['\u05be', '-'],
  ['\u2212', '-'],
  ['\u05f4', '"'],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u05f3', "'"],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u00b4', "'"],
  ['\u02bc', "'"],
  ['\u0640', ''],
  ['\u0629', '\u0647'],
  ['\u0649', '\u064a'],
])

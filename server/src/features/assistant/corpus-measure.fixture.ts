// How much of what was to be removed is removed, and how much else.

import type { Note } from './corpus.fixture.ts'
import { foldedWord } from './folded-text.ts'
import { identifierSpans } from './identifiers.ts'
import { familyNames, givenNames } from './name-lists.ts'

export type Missed = { tongue: string; form: string; text: string; around: string }
export type Measured = {
  /** Of each kind or form: how many there are, how many are wholly removed. */
  tally: Map<string, { all: number; removed: number }>
  /** Words and numbers outside every identifier, and those of them that went all the same. */
  others: { all: number; removed: number }
  missed: Missed[]
  wrong: Missed[]
  /** Different names of the corpus, and those of which the lists have every part. */
  names: { all: number; listed: number }
}

export function measure(notes: readonly Note[]): Measured {
  const measured: Measured = { tally: new Map(), others: { all: 0, removed: 0 }, missed: [], wrong: [], names: { all: 0, listed: 0 } }
  const names = new Set<string>()
  for (const { tongue, text, known, identifiers } of notes) {
    const gone = new Uint8Array(text.length)
    for (const { from, to } of identifierSpans(text, known)) gone.fill(1, from, to)
    const own = new Uint8Array(text.length)
    for (const { from, to, kind, form } of identifiers) {
      own.fill(1, from, to)
      const told = text.slice(from, to)
      // What separates the parts of an identifier tells nothing.
      const removed = [...told.matchAll(/[\p{L}\p{N}]/gu)].every(({ index }) => gone[from + index] === 1)
      for (const key of [kind, form, `${tongue} ${kind}`, `${tongue} ${form}`]) {
        const tally = measured.tally.get(key) ?? { all: 0, removed: 0 }
        measured.tally.set(key, { all: tally.all + 1, removed: tally.removed + (removed ? 1 : 0) })
      }
      if (!removed) measured.missed.push({ tongue, form, text: told, around: text.slice(Math.max(0, from - 30), to + 20) })
      if (kind === 'name') names.add(told)
    }
    for (const { index, 0: word } of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
      const places = Array.from(word, (_, at) => index + at)
      if (places.some((place) => own[place] === 1)) continue
      const removed = places.some((place) => gone[place] === 1)
      measured.others.all += 1
      measured.others.removed += removed ? 1 : 0
      if (removed)
        measured.wrong.push({ tongue, form: 'other', text: word, around: text.slice(Math.max(0, index - 30), index + word.length + 20) })
    }
  }
  const listed = [...names].filter((name) =>
    foldedWord(name)
      .split(/[\s-]+/)
      .every((part) => givenNames.has(part) || familyNames.has(part)),
  )
  return { ...measured, names: { all: names.size, listed: listed.length } }
}

/** The share of identifiers that are wholly removed, of one kind, form or language with either. */
export function recall({ tally }: Measured, key: string): number {
  const found = tally.get(key)
  return found === undefined ? Number.NaN : found.removed / found.all
}

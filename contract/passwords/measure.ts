// How much of a password is left when everything predictable in it is explained: one measure for all detectors, so that padding helps nobody
// and a long password is never refused for a short word in it. [B277]
import type { PasswordRule } from './reasons.ts'
import { dates, foldLeet, keyboardWalks, repetitions, type Stretch, sequences, signsOf, wordsIn } from './stretches.ts'

/** Characters that must be left: fewer, and the password is refused by the rules that explain the rest. */
export const enoughFree = 8

/** Folded by `foldSet`. Common words are worth two characters, words of the place one. */
export type KnownWords = { common?: ReadonlySet<string>; place?: ReadonlySet<string> }

/** The rules by which a password is too predictable; none where enough of it is free. */
export function patternsIn(password: string, words: KnownWords = {}): PasswordRule[] {
  const { free, rules } = measure(signsOf(password), words)
  return free >= enoughFree ? [] : rules
}

/** The cheapest way to write the password down in known stretches and single characters (one each). */
export function measure(signs: readonly string[], words: KnownWords = {}): Measured {
  const repeated = repetitions(signs, (block) => cheapest(block.length, explained(block, words)).free)
  return cheapest(signs.length, [...explained(signs, words), ...repeated])
}

type Measured = { free: number; rules: PasswordRule[] }

function explained(signs: readonly string[], { common = none, place = none }: KnownWords): Stretch[] {
  return [
    ...sequences(signs),
    ...keyboardWalks(signs),
    ...dates(signs),
    ...wordsIn(signs, common, 2, 'words'),
    ...wordsIn(signs, place, 1, 'organisation'),
  ]
}

/** A shortest path over the places between characters. */
function cheapest(length: number, stretches: readonly Stretch[]): Measured {
  const open = Map.groupBy(stretches, ({ from }) => from)
  const best: { cost: number; back: number; rule?: PasswordRule }[] = Array.from({ length: length + 1 }, (_, place) => {
    return { cost: place, back: place - 1 }
  })
  for (let place = 0; place < length; place += 1) {
    const { cost } = best[place] ?? { cost: place }
    reach(best, place + 1, { cost: cost + 1, back: place })
    for (const { to, least, worth, rule } of open.get(place) ?? []) {
      for (let end = place + least; end <= to; end += 1) reach(best, end, { cost: cost + worth, back: place, rule })
    }
  }
  const rules = new Set<PasswordRule>()
  for (let place = length; place > 0; place = best[place]?.back ?? 0) {
    const { rule } = best[place] ?? {}
    if (rule !== undefined) rules.add(rule)
  }
  return { free: best[length]?.cost ?? 0, rules: [...rules].reverse() }
}

function reach<Step extends { cost: number }>(best: Step[], place: number, step: Step): void {
  if (step.cost < (best[place]?.cost ?? 0)) best[place] = step
}

/** Words as the measure looks for them; too short ones say nothing. */
export function foldSet(words: Iterable<string>): ReadonlySet<string> {
  return new Set([...words].map(foldLeet).filter((word) => [...word].length >= 4))
}

const none: ReadonlySet<string> = new Set()

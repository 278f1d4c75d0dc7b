// A corpus of clinical notes whose every identifier is known, made from a seed: the same notes each time.
import { type Dice, diceOf, type Form, kindOfForm, written } from './corpus-forms.fixture.ts'
import { namesOf } from './corpus-names.fixture.ts'
import { plain, type Tongue, withIdentifiers } from './corpus-sentences.fixture.ts'
import type { KnownIdentifiers } from './identifiers.ts'
import type { Kind } from './spans.ts'

/** How a name stands in its note: known from the chart, after a title, a relative's, announced otherwise, or with nothing before it. */
export const standings = ['known', 'title', 'relative', 'announced', 'bare'] as const
export type Annotated = { from: number; to: number; kind: Kind; form: Form | (typeof standings)[number] }
export type Note = { tongue: Tongue; text: string; known: KnownIdentifiers; identifiers: Annotated[] }

export const tongues = ['en', 'he', 'ar', 'es'] as const

/** `count` notes, the languages in turn; `telling` are the sentences with slots. */
export function corpus(count: number, seed = 20_261, telling = withIdentifiers): Note[] {
  const dice = diceOf(seed)
  return Array.from({ length: count }, (_, index) => noteOf(tongues[index % tongues.length] ?? 'en', dice, telling))
}

function noteOf(tongue: Tongue, dice: Dice, slotted: Record<Tongue, readonly string[]>): Note {
  const patient = person(tongue, dice)
  const doctor = person(tongue, dice)
  const identifiers: Annotated[] = []
  let text = ''
  const birth = written('birth', tongue, dice)
  const telling = draw(slotted[tongue], 4 + dice.below(4), dice)
  const sentences = shuffled([...telling, ...draw(plain[tongue], 6 + dice.below(8), dice)], dice)
  for (const sentence of sentences) {
    for (const part of sentence.split(/(?=\{)|(?<=\})/)) {
      const slot = /^\{(\w+)\}$/.exec(part)?.[1]
      const from = text.length
      if (slot === undefined) {
        text += part
        continue
      }
      const name = nameFor(slot, { patient, doctor }, tongue, dice)
      const form = formOf(slot)
      text += name ?? (slot === 'birth' ? birth : form ? written(form, tongue, dice) : part)
      identifiers.push({ from, to: text.length, kind: form ? kindOfForm[form] : 'name', form: form ?? standingOf(slot) })
    }
    // A signature ends its line.
    text += dice.below(5) === 0 || sentence.endsWith('}') ? '\n' : ' '
  }
  return { tongue, text, known: { names: [patient.whole, doctor.whole] }, identifiers }
}

type Person = { given: string; family: string; whole: string }

function person(tongue: Tongue, dice: Dice): Person {
  const given = dice.of(namesOf[tongue].given)
  const family = dice.of(namesOf[tongue].family)
  return { given, family, whole: `${given} ${family}` }
}

function nameFor(slot: string, { patient, doctor }: { patient: Person; doctor: Person }, tongue: Tongue, dice: Dice): string | undefined {
  const who = slot.startsWith('K') ? patient : slot.startsWith('D') ? doctor : /^[TRCB]g?f?$/.test(slot) ? person(tongue, dice) : undefined
  return slot.endsWith('g') ? who?.given : slot.endsWith('f') ? who?.family : who?.whole
}

function standingOf(slot: string): (typeof standings)[number] {
  return slot.startsWith('T')
    ? 'title'
    : slot.startsWith('R')
      ? 'relative'
      : slot.startsWith('C')
        ? 'announced'
        : slot.startsWith('B')
          ? 'bare'
          : 'known'
}

function formOf(slot: string): Form | undefined {
  return slots.find((form) => form === slot)
}

const slots: readonly Form[] = [
  'birth',
  'date',
  'phone',
  'email',
  'url',
  'ip',
  'national',
  'record',
  'policy',
  'passport',
  'iban',
  'address',
]

function draw(list: readonly string[], count: number, dice: Dice): string[] {
  return shuffled(list, dice).slice(0, count)
}

function shuffled<T>(list: readonly T[], dice: Dice): T[] {
  return list
    .map((one) => ({ one, at: dice.below(1_000_000) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

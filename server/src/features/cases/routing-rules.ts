// To whom a case comes, and why: from what is given alone, so whoever gives the same gets the same. [F63]
import { caseLimits, routingReasons } from '@wardkeep/contract/cases.ts'
import { Type } from 'typebox'

/** A change of the order below takes a new number, so that older decisions are replayed by what was then. */
export const rulesVersion = 1

const Wanted = Type.Object({ language: Type.String(), specialty: Type.Optional(Type.String()), pool: Type.String() })
const Candidate = Type.Object({
  doctorId: Type.String(),
  languages: Type.Array(Type.String()),
  specialties: Type.Array(Type.String()),
  pool: Type.Optional(Type.String()),
  away: Type.Boolean(),
  load: Type.Integer(),
  /** Milliseconds since 1970; missing who never got one. */
  lastAt: Type.Optional(Type.Number()),
})
const Ranked = Type.Object({
  doctorId: Type.String(),
  load: Type.Integer(),
  fallback: Type.Boolean(),
  reasons: Type.Array(Type.Enum(routingReasons)),
})
/** What a decision is stored as: all it was made from, and those to whom the case was offered, the first of whom has it. */
export const Decision = Type.Object({
  rules: Type.Integer(),
  wanted: Wanted,
  /** Who had it before and is asked first, as after a reopening. */
  before: Type.Optional(Type.String()),
  passedBy: Type.Array(Type.String()),
  candidates: Type.Array(Candidate),
  offers: Type.Array(Ranked),
})
export type Wanted = Type.Static<typeof Wanted>
export type Candidate = Type.Static<typeof Candidate>
export type Ranked = Type.Static<typeof Ranked>
export type Decision = Type.Static<typeof Decision>
export type Question = Omit<Decision, 'rules' | 'offers'>

/** The decision on a question: nobody is offered a case while they are away, or after they passed it on. */
export function decide(question: Question): Decision {
  const ranked = rank(
    question.wanted,
    question.candidates.filter(({ doctorId }) => !question.passedBy.includes(doctorId)),
  )
  const again = ranked.find(({ doctorId, fallback }) => doctorId === question.before && !fallback)
  return { rules: rulesVersion, ...question, offers: again ? [again] : offersOf(ranked) }
}

/** Everybody who is there, best first: language, specialty, pool, fewest open cases, longest without one. */
export function rank(wanted: Wanted, candidates: readonly Candidate[]): Ranked[] {
  return candidates
    .filter(({ away }) => !away)
    .map((candidate) => ({ candidate, ...fitOf(wanted, candidate) }))
    .toSorted(
      (one, other) =>
        one.fit - other.fit ||
        one.candidate.load - other.candidate.load ||
        (one.candidate.lastAt ?? 0) - (other.candidate.lastAt ?? 0) ||
        (one.candidate.doctorId < other.candidate.doctorId ? -1 : 1),
    )
    .map(({ candidate, reasons, fit }, place, all) => {
      const { doctorId, load } = candidate
      const next = all[place + 1]
      const byLoad = next?.fit === fit && load < next.candidate.load
      const byTurn = next?.fit === fit && load === next.candidate.load
      return {
        doctorId,
        load,
        fallback: reasons.some((reason) => reason.endsWith('-fallback')),
        reasons: [...reasons, ...(byLoad ? ['least-loaded' as const] : byTurn ? ['longest-without' as const] : [])],
      }
    })
}

/** The first, and beside them others who fit no worse than without a fallback; a fallback is asked alone. */
function offersOf(ranked: readonly Ranked[]): Ranked[] {
  const [first] = ranked
  if (first === undefined) return []
  return first.fallback ? [first] : ranked.filter(({ fallback }) => !fallback).slice(0, caseLimits.offers)
}

type Reason = Ranked['reasons'][number]

/** How well somebody fits, lower is better, and why: language weighs more than specialty, specialty more than pool. */
function fitOf({ language, specialty, pool }: Wanted, candidate: Candidate): { fit: number; reasons: Reason[] } {
  const speaks = candidate.languages.some((spoken) => primary(spoken) === primary(language))
  const knows = specialty === undefined || candidate.specialties.some((own) => own.toLowerCase() === specialty.toLowerCase())
  const place = candidate.pool === pool ? 0 : candidate.pool === undefined ? 1 : 2
  return {
    fit: (speaks ? 0 : 6) + (knows ? 0 : 3) + place,
    reasons: [
      speaks ? 'language' : 'language-fallback',
      ...(specialty === undefined ? [] : [knows ? ('specialty' as const) : ('specialty-other' as const)]),
      pools[place] ?? 'pool-fallback',
    ],
  }
}

const pools = ['pool-own', 'pool-open', 'pool-fallback'] as const

/** `pt-BR` is answered by who speaks `pt`, and the other way round. */
function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}

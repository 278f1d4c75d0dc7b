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
const Count = Type.Integer({ minimum: 0 })
/** By what each lost who is not kept: against who is first where they could have been asked at all. */
const Left = Type.Object({ away: Count, 'passed-on': Count, language: Count, specialty: Count, pool: Count, load: Count, turn: Count })
/**
 * What a decision is stored as: what it was made from, and those to whom the case was offered, the first of whom has it. Of a large roster, those are
 * kept who decide it (routing-kept-rules.ts), with how many there were beside them and a digest of all.
 */
export const Decision = Type.Object({
  rules: Type.Integer(),
  wanted: Wanted,
  /** Who had it before and is asked first, as after a reopening. */
  before: Type.Optional(Type.String()),
  passedBy: Type.Array(Type.String()),
  candidates: Type.Array(Candidate),
  left: Type.Optional(Left),
  digest: Type.Optional(Type.String()),
  offers: Type.Array(Ranked),
})
export type Wanted = Type.Static<typeof Wanted>
export type Candidate = Type.Static<typeof Candidate>
export type Ranked = Type.Static<typeof Ranked>
export type Left = Type.Static<typeof Left>
export type Decision = Type.Static<typeof Decision>
export type Question = Omit<Decision, 'rules' | 'offers'>
/** Somebody who is there; `fit`: lower is better. */
export type Placed = { candidate: Candidate; fit: number }

/** The decision on a question: nobody is offered a case while they are away, or after they passed it on. */
export function decide(question: Question): Decision {
  return decideAmong(question, standing(question))
}

/** The same among those who are standing, for who needs them beside it. */
export function decideAmong(question: Question, placed: readonly Placed[]): Decision {
  return { rules: rulesVersion, ...question, offers: offersOf(question, placed).map((place) => told(question.wanted, placed, place)) }
}

/** Everybody who may be asked, best first: language, specialty, pool, fewest open cases, longest without one. */
export function standing({ wanted, candidates, passedBy }: Pick<Question, 'wanted' | 'candidates' | 'passedBy'>): Placed[] {
  const passed = new Set(passedBy)
  return candidates
    .filter(({ away, doctorId }) => !away && !passed.has(doctorId))
    .map((candidate) => ({ candidate, fit: fitOf(wanted, candidate).fit }))
    .sort(
      (one, other) =>
        one.fit - other.fit ||
        one.candidate.load - other.candidate.load ||
        (one.candidate.lastAt ?? 0) - (other.candidate.lastAt ?? 0) ||
        (one.candidate.doctorId < other.candidate.doctorId ? -1 : 1),
    )
}

/** The first so many of those who are there, each with why. */
export function rank(wanted: Wanted, candidates: readonly Candidate[], most = candidates.length): Ranked[] {
  const placed = standing({ wanted, candidates: [...candidates], passedBy: [] })
  return placed.slice(0, most).map((_, place) => told(wanted, placed, place))
}

/** The places of those who are asked: who had it before, or the first, and beside them others who fit no worse than without a fallback; a fallback is asked alone. */
function offersOf({ before }: Question, placed: readonly Placed[]): number[] {
  const again = before === undefined ? -1 : placed.findIndex(({ candidate, fit }) => candidate.doctorId === before && !isFallback(fit))
  if (again !== -1) return [again]
  const [first] = placed
  if (first === undefined) return []
  if (isFallback(first.fit)) return [0]
  const offers: number[] = []
  for (let place = 0; place < placed.length && offers.length < caseLimits.offers; place += 1)
    if (!isFallback(placed[place]?.fit ?? 0)) offers.push(place)
  return offers
}

function told(wanted: Wanted, placed: readonly Placed[], place: number): Ranked {
  const { candidate, fit } = placed[place] ?? unplaced()
  const { doctorId, load } = candidate
  const next = placed[place + 1]
  const byLoad = next?.fit === fit && load < next.candidate.load
  const byTurn = next?.fit === fit && load === next.candidate.load
  const { reasons } = fitOf(wanted, candidate)
  return {
    doctorId,
    load,
    fallback: isFallback(fit),
    reasons: [...reasons, ...(byLoad ? ['least-loaded' as const] : byTurn ? ['longest-without' as const] : [])],
  }
}

function unplaced(): never {
  throw new Error('nobody stands at this place')
}

/** Of another language, or in another pool. */
function isFallback(fit: number): boolean {
  const { language, pool } = lossesIn(fit)
  return language > 0 || pool === weight.foreign
}

/** What a fit is the sum of; nothing where somebody fits. */
export function lossesIn(fit: number): { language: number; specialty: number; pool: number } {
  return {
    language: Math.floor(fit / weight.language),
    specialty: Math.floor((fit % weight.language) / weight.specialty),
    pool: fit % weight.specialty,
  }
}

const weight = { language: 6, specialty: 3, foreign: 2 } as const

type Reason = Ranked['reasons'][number]

/** How well somebody fits, lower is better, and why: language weighs more than specialty, specialty more than pool. */
function fitOf({ language, specialty, pool }: Wanted, candidate: Candidate): { fit: number; reasons: Reason[] } {
  const speaks = candidate.languages.some((spoken) => primary(spoken) === primary(language))
  const knows = specialty === undefined || candidate.specialties.some((own) => own.toLowerCase() === specialty.toLowerCase())
  const place = candidate.pool === pool ? 0 : candidate.pool === undefined ? 1 : weight.foreign
  return {
    fit: (speaks ? 0 : weight.language) + (knows ? 0 : weight.specialty) + place,
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

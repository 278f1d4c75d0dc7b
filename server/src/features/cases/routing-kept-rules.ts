// What of a large roster is kept with a decision: whoever decides it, so that it is replayed to the same; of the others how many lost by what. [F63]
import { type Decision, decideAmong, type Left, lossesIn, type Placed, type Question, standing } from './routing-rules.ts'

/** A roster up to this size is kept whole. */
export const mostKept = 16

/** The decision on a question with the candidates that it needs: those who come first, and each who is asked with whoever is next to them. */
export function decideToKeep(question: Question): Decision {
  const placed = standing(question)
  const decision = decideAmong(question, placed)
  if (question.candidates.length <= mostKept) return decision
  const kept = new Set(placed.slice(0, mostKept).map(({ candidate }) => candidate.doctorId))
  for (const { doctorId } of decision.offers) {
    const place = placed.findIndex(({ candidate }) => candidate.doctorId === doctorId)
    for (const { candidate } of placed.slice(place, place + 2)) kept.add(candidate.doctorId)
  }
  return {
    ...decision,
    candidates: question.candidates.filter(({ doctorId }) => kept.has(doctorId)),
    left: leftBehind(question, placed, kept),
  }
}

/** One number for each reason, of those who are not kept. */
function leftBehind({ candidates, passedBy }: Question, placed: readonly Placed[], kept: ReadonlySet<string>): Left {
  const left: Left = { away: 0, 'passed-on': 0, language: 0, specialty: 0, pool: 0, load: 0, turn: 0 }
  const passed = new Set(passedBy)
  for (const { away, doctorId } of candidates) if (away || passed.has(doctorId)) left[away ? 'away' : 'passed-on'] += 1
  const [first] = placed
  if (first) for (const each of placed) if (!kept.has(each.candidate.doctorId)) left[lostBy(each, first)] += 1
  return left
}

function lostBy({ candidate, fit }: Placed, first: Placed): keyof Left {
  const [own, best] = [lossesIn(fit), lossesIn(first.fit)]
  for (const part of ['language', 'specialty', 'pool'] as const) if (own[part] !== best[part]) return part
  return candidate.load === first.candidate.load ? 'turn' : 'load'
}

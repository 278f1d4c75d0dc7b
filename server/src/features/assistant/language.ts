// Which of the organisation's languages a text is written in; in doubt, the one its form says.
import { eld } from 'eld/small'

/** Below it the form's own language stands. */
export const sureEnough = 0.5

export type Detected = {
  /** One of those that are allowed, as it is spelled there. */
  language: string
  /** From 0, a guess, to 1. */
  confidence: number
}

/**
 * The language of a text among those an organisation speaks (BCP 47 tags; the first is its own). Where the text is too short, in none of them
 * or in two alike, the stated language if it is allowed, else the first; the confidence stays what the text gave.
 */
export function detectLanguage(text: string, { allowed, stated }: { allowed: readonly string[]; stated?: string }): Detected {
  const otherwise =
    allowed.find((tag) => tag === stated) ?? allowed.find((tag) => primary(tag) === primary(stated ?? '')) ?? allowed[0] ?? stated ?? 'en'
  const letters = (text.slice(0, longest).match(/\p{L}/gu) ?? []).length
  const scores = letters === 0 ? {} : eld.detect(text.slice(0, longest)).getScores()
  const ranked = [...new Set(allowed.map(primary))]
    .map((tag) => ({ tag, score: scores[tag] ?? 0 }))
    .toSorted((one, other) => other.score - one.score)
  const [best, second] = ranked
  if (best === undefined || best.score === 0) return { language: otherwise, confidence: 0 }
  const elsewhere = Math.max(0, ...Object.entries(scores).map(([tag, score]) => (allowed.some((own) => primary(own) === tag) ? 0 : score)))
  const lead = best.score - (second?.score ?? 0)
  const foreign = Math.max(0, elsewhere - best.score - closeness)
  const confidence = Math.max(0, Math.min(1, lead / clearLead) * Math.min(1, letters / enoughLetters) - foreign / closeness)
  const sure = confidence >= sureEnough
  const tag = stated !== undefined && primary(stated) === best.tag ? otherwise : allowed.find((own) => primary(own) === best.tag)
  return { language: sure ? (tag ?? otherwise) : otherwise, confidence: Math.round(confidence * 100) / 100 }
}

/** What is read of a text: more makes no difference. */
const longest = 4000
const enoughLetters = 12
const clearLead = 0.12
/** As near as a language that the organisation does not speak may come, or lie above, and the text still count as one of its own. */
const closeness = 0.1

function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}

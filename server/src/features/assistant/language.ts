// Which of the organisation's languages a text is written in; in doubt, the one its form says.
import { francAll } from 'franc'

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
export function detectLanguage(text: string, { allowed, stated = '' }: { allowed: readonly string[]; stated?: string }): Detected {
  const otherwise =
    allowed.find((tag) => tag === stated) ?? allowed.find((tag) => primary(tag) === primary(stated)) ?? allowed[0] ?? (stated || 'en')
  const { best, confidence } = judged(text.slice(0, longest), allowed)
  if (best === undefined || confidence < sureEnough) return { language: otherwise, confidence }
  return { language: codeOf(otherwise) === best ? otherwise : (allowed.find((tag) => codeOf(tag) === best) ?? otherwise), confidence }
}

/** What is read of a text: more makes no difference. */
const longest = 2000

/** The best of the allowed languages, less sure where the next comes near, where letters are few, and where a longer text looks like another language. */
function judged(text: string, allowed: readonly string[]): { best?: string; confidence: number } {
  const only = allowed.flatMap((tag) => codeOf(tag) ?? [])
  const letters = (text.match(/\p{L}/gu) ?? []).length
  if (only.length === 0 || letters < 2) return { confidence: 0 }
  const [best, second] = francAll(text, { only, minLength: 2 })
  if (best === undefined || best[0] === 'und') return { confidence: 0 }
  // Who has a script alone among those allowed is alone on the list.
  const lead = second === undefined ? 1 : best[1] - second[1]
  const anywhere = second === undefined ? 1 : (francAll(text, { minLength: 2 }).find(([code]) => code === best[0])?.[1] ?? 0)
  const foreign = Math.max(0, 0.8 - anywhere) * 8 * Math.min(1, letters / 40) ** 2
  const confidence = Math.min(1, lead / 0.4) * Math.min(1, letters / 8) - foreign
  return { best: best[0], confidence: Math.round(Math.max(0, Math.min(1, confidence)) * 100) / 100 }
}

function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}

function codeOf(tag: string): string | undefined {
  return codes[primary(tag)]
}

/** ISO 639-1 to the codes of the library; a language that is missing here is never guessed, only stated. */
const codes: Record<string, string> = {
  ...{ en: 'eng', es: 'spa', he: 'heb', iw: 'heb', ar: 'arb', ru: 'rus', fr: 'fra', de: 'deu', it: 'ita', pt: 'por', uk: 'ukr', pl: 'pol' },
  ...{ ro: 'ron', nl: 'nld', tr: 'tur', fa: 'pes', ur: 'urd', hi: 'hin', am: 'amh', ti: 'tir', yi: 'ydd', el: 'ell', hu: 'hun', cs: 'ces' },
  ...{ bg: 'bul', sr: 'srp', zh: 'cmn', ja: 'jpn', ko: 'kor', th: 'tha', vi: 'vie', tl: 'tgl', so: 'som', sw: 'swh', ka: 'kat', hy: 'hye' },
}

// How soon a question should be looked at and by whom, by public rules that are named with each answer. It never names an illness.

import { fold } from './folded-text.ts'
import { type Match, matcherOf } from './triage-matching.ts'
import { type Rule, redFlags, type SpecialtyRule, specialtyRules } from './triage-rules.ts'

export const urgencyLevels = ['routine', 'soon', 'urgent'] as const
export type Triage = {
  urgency: (typeof urgencyLevels)[number]
  /** As doctors’ specialties are written in English: `Cardiology`. */
  specialty?: string
  /** What spoke for it, in the language asked for with the words of the text, and who published the rule. */
  reasons: { text: string; source: string }[]
  /** The red flags that fired, by the ids of their rules. */
  flags: string[]
}

/** The words of all four languages count in every text; `language` is that of the reasons. Negated words do not count. */
export function triage({ text, language }: { text: string; language: string }): Triage {
  const folded = fold(text)
  const find = matcherOf(folded)
  const quote = ({ from, to }: Match) => text.slice(folded.start(from), folded.end(to))
  const fired = redFlags.flatMap((rule) => {
    const matches = matched(rule, find)
    return matches ? [{ rule, matches }] : []
  })
  const urgency = urgencyLevels[Math.max(0, ...fired.map(({ rule }) => urgencyLevels.indexOf(rule.urgency)))] ?? 'routine'
  const specialty = specialtyOf(
    fired.filter(({ rule }) => rule.urgency === urgency).map(({ rule }) => rule),
    find,
  )
  const reasonOf = (rule: { label: Rule['label']; source: string }, matches: readonly Match[]) => ({
    text: `${label(rule.label, language)}: ${matches.map((match) => `“${quote(match)}”`).join(', ')}`,
    source: rule.source,
  })
  return {
    urgency,
    ...(specialty === undefined ? {} : { specialty: specialty.rule.specialty }),
    reasons: [
      ...fired.map(({ rule, matches }) => reasonOf(rule, matches)),
      ...(specialty?.matches ? [reasonOf(specialty.rule, specialty.matches)] : []),
    ],
    flags: fired.map(({ rule }) => rule.id),
  }
}

type Find = ReturnType<typeof matcherOf>

/** The first words of each group, all of which must stand there; undefined where one does not. */
function matched({ all }: Rule, find: Find): Match[] | undefined {
  const matches = all.map((words) => find(words)[0])
  return matches.every((match) => match !== undefined) ? matches : undefined
}

/** That of the gravest rule, else of whose words stand there most often; the first of the list where two have as many. */
function specialtyOf(
  rules: readonly Rule[],
  find: Find,
): { rule: Pick<SpecialtyRule, 'specialty' | 'label' | 'source'>; matches?: Match[] } | undefined {
  const [grave] = rules.filter(({ specialty }) => specialty !== undefined)
  if (grave?.specialty !== undefined) return { rule: { specialty: grave.specialty, label: grave.label, source: grave.source } }
  const [best] = specialtyRules
    .map((rule) => ({ rule, matches: find(rule.words) }))
    .filter(({ matches }) => matches.length > 0)
    .toSorted((one, other) => other.matches.length * other.rule.weight - one.matches.length * one.rule.weight)
  return best && { rule: best.rule, matches: best.matches.slice(0, 3) }
}

function label(labels: Rule['label'], language: string): string {
  const tag = language.split('-')[0]?.toLowerCase()
  return tag === 'he' || tag === 'ar' || tag === 'es' ? labels[tag] : labels.en
}

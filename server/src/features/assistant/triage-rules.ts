// What a rule is; the rules themselves are data: `red-flags-*.ts` and `specialties.ts`.
import { soonFlags } from './red-flags-soon.ts'
import { urgentFlags } from './red-flags-urgent.ts'
import { urgentFlagsOfParts } from './red-flags-urgent-parts.ts'
import type { Phrases } from './triage-matching.ts'

export type Labels = { en: string; he: string; ar: string; es: string }
export type Rule = {
  id: string
  urgency: 'soon' | 'urgent'
  specialty?: string
  /** What the rule looks for, not what it might be. */
  label: Labels
  /** Who published what it rests on. */
  source: string
  /** One phrase of each of these must stand in the text. */
  all: readonly Phrases[]
}
export type SpecialtyRule = { specialty: string; label: Labels; source: string; weight: number; words: Phrases }

export const redFlags: readonly Rule[] = [...urgentFlags, ...urgentFlagsOfParts, ...soonFlags]
export { specialtyRules } from './specialties.ts'

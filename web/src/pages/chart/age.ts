import { Temporal } from 'temporal-polyfill'

/** How old somebody is, in the unit in which one says it: months below two years. `birthDate` and `today` are `YYYY-MM-DD`. */
export function ageOn(birthDate: string, today: string): { unit: 'years' | 'months'; count: number } {
  const lived = Temporal.PlainDate.from(birthDate).until(Temporal.PlainDate.from(today), { largestUnit: 'months' })
  return lived.months < 24 ? { unit: 'months', count: lived.months } : { unit: 'years', count: Math.trunc(lived.months / 12) }
}

import type { PatientFacts } from './facts.ts'
import { BundleRefused } from './refused.ts'

/** Two sources may number their patients alike: one person's history must not slip into another's chart. */
export function mustBeTheSamePerson(chart: { birthDate?: string } | undefined, { birthDate }: PatientFacts): void {
  if (chart?.birthDate === birthDate) return
  throw new BundleRefused(
    'Bundle.entry.resource.ofType(Patient).birthDate',
    'is not what a chart or an earlier file says of this Patient.id',
  )
}

/** A chart whose key was destroyed takes nothing in any more: who asked to be forgotten does not come back by an import. */
export function closedChart(): BundleRefused {
  return new BundleRefused('Bundle.entry.resource.ofType(Patient).id', 'names a chart that no longer opens')
}

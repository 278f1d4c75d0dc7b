import type { PatientProfile } from '../patients/index.ts'
import type { PatientFacts } from './facts.ts'
import { BundleRefused } from './refused.ts'

/** Two sources may number their patients alike: one person's history must not slip into another's chart. */
export function mustBeTheSamePerson(chart: PatientProfile | undefined, { birthDate }: PatientFacts): void {
  if (chart?.birthDate === birthDate) return
  throw new BundleRefused('Bundle.entry.resource.ofType(Patient).birthDate', 'is not that of the chart which stands for this Patient.id')
}

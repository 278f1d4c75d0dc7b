// Which resources become history, and where each keeps what we ask of it. FHIR R4 (4.0.1), the pages of the named resources.
import type { HistoryKind } from './facts.ts'

export type Kind = {
  kind: HistoryKind
  patient: 'subject' | 'patient'
  /** fields with the CodeableConcept that says what it is, the first present counts */
  code: readonly string[]
  starts: readonly string[]
  ends: readonly string[]
  /** references to who did it; `performer.actor` is a field within a list */
  doneBy: readonly string[]
  /** statuses of what happened, and of what did not: a vaccination `not-done` must never read as given */
  happened: readonly string[]
  voided: readonly string[]
}

export const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    'Condition',
    {
      kind: 'condition',
      patient: 'subject',
      code: ['code'],
      starts: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
      ends: ['abatementDateTime', 'abatementPeriod'],
      doneBy: ['recorder', 'asserter'],
      happened: ['unconfirmed', 'provisional', 'differential', 'confirmed'],
      voided: ['refuted', 'entered-in-error'],
    },
  ],
  [
    'Observation',
    {
      kind: 'observation',
      patient: 'subject',
      code: ['code'],
      starts: ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'issued'],
      ends: [],
      doneBy: ['performer'],
      happened: ['registered', 'preliminary', 'final', 'amended', 'corrected', 'unknown'],
      voided: ['cancelled', 'entered-in-error'],
    },
  ],
  [
    'Immunization',
    {
      kind: 'immunization',
      patient: 'patient',
      code: ['vaccineCode'],
      starts: ['occurrenceDateTime', 'recorded'],
      ends: [],
      doneBy: ['performer.actor'],
      happened: ['completed'],
      voided: ['not-done', 'entered-in-error'],
    },
  ],
  [
    'Encounter',
    {
      kind: 'encounter',
      patient: 'subject',
      code: ['type', 'serviceType'],
      starts: ['period'],
      ends: [],
      doneBy: ['participant.individual'],
      happened: ['arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'unknown'],
      voided: ['planned', 'cancelled', 'entered-in-error'],
    },
  ],
  [
    'Procedure',
    {
      kind: 'procedure',
      patient: 'subject',
      code: ['code'],
      starts: ['performedDateTime', 'performedPeriod'],
      ends: [],
      doneBy: ['performer.actor', 'recorder', 'asserter'],
      happened: ['in-progress', 'on-hold', 'stopped', 'completed', 'unknown'],
      voided: ['preparation', 'not-done', 'entered-in-error'],
    },
  ],
  [
    'MedicationRequest',
    {
      kind: 'medication',
      patient: 'subject',
      code: ['medicationCodeableConcept'],
      starts: ['authoredOn'],
      ends: [],
      doneBy: ['requester', 'recorder'],
      happened: ['active', 'on-hold', 'completed', 'stopped', 'unknown'],
      voided: ['draft', 'cancelled', 'entered-in-error'],
    },
  ],
  [
    'AllergyIntolerance',
    {
      kind: 'allergy',
      patient: 'patient',
      code: ['code'],
      starts: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
      ends: [],
      doneBy: ['recorder', 'asserter'],
      happened: ['unconfirmed', 'confirmed'],
      voided: ['refuted', 'entered-in-error'],
    },
  ],
  [
    'CarePlan',
    {
      kind: 'care-plan',
      patient: 'subject',
      code: ['category'],
      starts: ['period', 'created'],
      ends: [],
      doneBy: ['author'],
      happened: ['active', 'on-hold', 'revoked', 'completed', 'unknown'],
      voided: ['draft', 'entered-in-error'],
    },
  ],
  [
    'DiagnosticReport',
    {
      kind: 'report',
      patient: 'subject',
      code: ['code'],
      starts: ['effectiveDateTime', 'effectivePeriod', 'issued'],
      ends: [],
      doneBy: ['performer', 'resultsInterpreter'],
      happened: ['registered', 'partial', 'preliminary', 'final', 'amended', 'corrected', 'appended', 'unknown'],
      voided: ['cancelled', 'entered-in-error'],
    },
  ],
])

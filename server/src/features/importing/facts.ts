/** One coding of a code system; `system` and `code` are empty where the source knows only words. */
export type Code = { system: string; code: string; display: string }

export type Sex = 'male' | 'female' | 'other' | 'unknown'

export type Contact = { email?: string; phone?: string; address?: string }

/** A patient as the bundle tells it; names are the source's own characters, never normalised. */
export type PatientFacts = {
  /** Patient.id */
  sourceId: string
  /** given names and family name, no prefix */
  displayName: string
  given: string[]
  /** empty for a person who has only given names */
  family: string
  /** YYYY-MM-DD */
  birthDate: string
  sex?: Sex
  insuranceId?: string
  contact: Contact
  /** BCP 47; `und` where the source does not say */
  language: string
  /** FHIR dateTime as given, or `yes` where only the fact is known */
  deceased?: string
}

export type PractitionerFacts = {
  sourceId: string
  /** as given; Synthea's are short made-up numbers, not real NPIs */
  npi?: string
  displayName: string
  given: string[]
  family: string
  sex?: Sex
  active: boolean
  specialties: string[]
  organisationSourceId?: string
}

export type OrganisationFacts = { sourceId: string; name: string; contact: Contact }

export type HistoryKind =
  | 'condition'
  | 'observation'
  | 'immunization'
  | 'encounter'
  | 'procedure'
  | 'medication'
  | 'allergy'
  | 'care-plan'
  | 'report'

export type HistoryEntry = {
  sourceId: string
  kind: HistoryKind
  code: Code
  /** FHIR's code as given: `active`, `resolved`, `stopped`, `final` …; an unconfirmed diagnosis says `provisional` or the like */
  status?: string
  /** for people, with its unit: `72.3 kg`, `131 / 82 mm[Hg]` */
  value?: string
  /** the exact number of a single quantity; absent beside a comparator such as `<` */
  numeric?: { value: number; unit: string }
  /** the exact numbers of an observation of several components, in the source's order */
  components?: { code: Code; numeric: { value: number; unit: string } }[]
  /** FHIR dateTime as given: a day, month or year, or an instant with its offset */
  start?: string
  end?: string
  /** v3-Confidentiality, where the source withholds it */
  label?: 'R' | 'V'
  /** who did it, or whom the patient saw in its encounter */
  practitionerSourceId?: string
  /** for whom the encounter was, or whose encounter it belongs to */
  organisationSourceId?: string
  encounterSourceId?: string
}

/** What the bundle held and was not taken, and why. */
export type Left = { type: string; n: number; why: string }

export type BundleFacts = {
  patient: PatientFacts
  practitioners: PractitionerFacts[]
  organisations: OrganisationFacts[]
  history: HistoryEntry[]
  left: Left[]
  /** resources taken, by resource type */
  taken: Record<string, number>
}

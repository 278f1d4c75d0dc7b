// Takes the facts of a bundle into a chart. What stands already by its source id is left as it is, so a second run changes nothing.
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import { type HistoryContent, historyPlace, insertHistory, insertPatient, type PatientProfile, sealProfile } from '../patients/index.ts'
import type { BundleFacts, HistoryEntry, PatientFacts } from './facts.ts'

/** `stands` where the patient's row is there already; otherwise their key must stand before (`vault.createPatient`). */
export type Intake = { tenantId: string; now: Date; patientId: string; stands?: boolean }

/** One patient with all history, in a system transaction of the organisation. Answers the entries that were new. */
export async function takeIn(tx: Transaction, keep: Keep, facts: BundleFacts, intake: Intake): Promise<HistoryEntry[]> {
  const { tenantId, now, patientId } = intake
  if (!intake.stands) {
    const sourceIndex = await sourceIndexOf(keep, tenantId, 'patient', facts.patient.sourceId)
    const sealed = await sealProfile(keep, tenantId, patientId, profileOf(facts.patient))
    await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex, language: facts.patient.language, sealed, now }))
  }
  const tell = tellerOf(facts)
  const sealed = await Promise.all(facts.history.map((entry) => sealedEntry(keep, intake, facts.patient, entry, tell(entry))))
  const made = new Set((await tx.run(insertHistory(tenantId, patientId, sealed))).map(({ id }) => id))
  return facts.history.filter((_, place) => made.has(sealed[place]?.id ?? ''))
}

/** The blind index by which an imported thing is found again. */
export function sourceIndexOf(keep: Keep, tenantId: string, kind: 'patient' | 'doctor' | 'history', sourceId: string): Promise<Buffer> {
  return keep.vault.blindIndex({ tenantId }, `source:${kind}`, sourceId)
}

/** Who the patient is, as a chart keeps it. */
export function profileOf(patient: PatientFacts): PatientProfile {
  return {
    displayName: patient.displayName,
    birthDate: patient.birthDate,
    ...(patient.sex && { sex: patient.sex }),
    ...(patient.insuranceId && { insuranceId: patient.insuranceId }),
    contact: patient.contact,
  }
}

/** Whom an entry comes from, as its reader is told: who did it and for which organisation, in the source's own characters. */
function tellerOf({ practitioners, organisations }: BundleFacts): (entry: HistoryEntry) => string {
  const names = new Map(practitioners.map(({ sourceId, displayName }) => [sourceId, displayName]))
  const houses = new Map(organisations.map(({ sourceId, name }) => [sourceId, name]))
  return ({ practitionerSourceId = '', organisationSourceId = '' }) => {
    const who = [names.get(practitionerSourceId), houses.get(organisationSourceId)].filter((name) => name !== undefined)
    return who.length === 0 ? 'FHIR import' : `${who.join(', ')} (FHIR import)`
  }
}

async function sealedEntry(keep: Keep, { tenantId, now, patientId }: Intake, patient: PatientFacts, entry: HistoryEntry, source: string) {
  const id = newId(now)
  const content: HistoryContent = {
    kind: entry.kind,
    code: entry.code,
    source,
    ...(entry.status === undefined ? {} : { status: entry.status }),
    ...(entry.value === undefined ? {} : { value: entry.value }),
    ...(entry.numeric === undefined ? {} : { numeric: entry.numeric }),
    ...(entry.components === undefined ? {} : { components: entry.components }),
    ...(entry.start === undefined ? {} : { start: entry.start }),
    ...(entry.end === undefined ? {} : { end: entry.end }),
  }
  // FHIR R4 §2.24: an id means something only with its type, and of a small source only with its patient.
  const name = JSON.stringify([patient.sourceId, entry.kind, entry.sourceId])
  const [sourceIndex, sealed] = await Promise.all([
    sourceIndexOf(keep, tenantId, 'history', name),
    keep.vault.seal({ kind: 'patient', patientId }, historyPlace(tenantId, id), content),
  ])
  return {
    id,
    sourceIndex,
    kind: entry.kind,
    happenedAt: instantOf(entry.start, now),
    entry: sealed,
    ...(entry.label && { confidentiality: entry.label }),
  }
}

/**
 * A FHIR dateTime may say only a year, a month or a day (R4 §2.24.0.1): for the order of a timeline it then begins there, in UTC. Of an
 * instant, milliseconds count: a cursor holds no more, and a page that ends at a finer instant would pass over its neighbours.
 */
function instantOf(start: string | undefined, now: Date): string {
  if (start === undefined) return now.toISOString()
  if (start.length === 4) return `${start}-01-01T00:00:00Z`
  if (start.length === 7) return `${start}-01T00:00:00Z`
  if (start.length === 10) return `${start}T00:00:00Z`
  return new Date(Temporal.Instant.from(start).epochMilliseconds).toISOString()
}

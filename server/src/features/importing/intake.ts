// Takes the facts of a bundle into a chart. What stands already by its source id is left as it is, so a second run changes nothing.
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import { type HistoryContent, historyPlace, insertHistory, insertPatient, sealProfile } from '../patients/index.ts'
import type { BundleFacts, HistoryEntry, PatientFacts } from './facts.ts'

export type Intake = { tenantId: string; now: Date; patientId: string }

/** Where an entry comes from, as its reader is told. */
const source = 'FHIR import'

/** One patient with all history, in a system transaction of the organisation. The patient's key must stand before (`vault.createPatient`). */
export async function takeIn(tx: Transaction, keep: Keep, facts: BundleFacts, { tenantId, now, patientId }: Intake): Promise<void> {
  const { patient } = facts
  const sourceIndex = await sourceIndexOf(keep, tenantId, 'patient', patient.sourceId)
  const profile = await sealProfile(keep, tenantId, patientId, profileOf(patient))
  await tx.run(insertPatient({ tenantId, id: patientId, sourceIndex, language: patient.language, profile, now }))
  await tx.run(
    insertHistory(
      tenantId,
      patientId,
      await Promise.all(facts.history.map((entry) => sealedEntry(keep, { tenantId, now, patientId }, entry))),
    ),
  )
}

/** The blind index by which an imported thing is found again. */
export function sourceIndexOf(keep: Keep, tenantId: string, kind: 'patient' | 'doctor' | 'history', sourceId: string): Promise<Buffer> {
  return keep.vault.blindIndex({ tenantId }, `source:${kind}`, sourceId)
}

async function sealedEntry(keep: Keep, { tenantId, now, patientId }: Intake, entry: HistoryEntry) {
  const id = newId(now)
  const content: HistoryContent = {
    kind: entry.kind,
    code: entry.code,
    source,
    ...(entry.status === undefined ? {} : { status: entry.status }),
    ...(entry.value === undefined ? {} : { value: entry.value }),
    ...(entry.start === undefined ? {} : { start: entry.start }),
    ...(entry.end === undefined ? {} : { end: entry.end }),
  }
  const [sourceIndex, sealed] = await Promise.all([
    sourceIndexOf(keep, tenantId, 'history', entry.sourceId),
    keep.vault.seal({ kind: 'patient', patientId }, historyPlace(tenantId, id), content),
  ])
  return { id, sourceIndex, kind: entry.kind, happenedAt: instantOf(entry.start, now), entry: sealed }
}

/** A FHIR dateTime may say only a year, a month or a day (R4 §2.24.0.1): for the order of a timeline it then begins there, in UTC. */
function instantOf(start: string | undefined, now: Date): string {
  if (start === undefined) return now.toISOString()
  if (start.length === 4) return `${start}-01-01T00:00:00Z`
  if (start.length === 7) return `${start}-01T00:00:00Z`
  return start.length === 10 ? `${start}T00:00:00Z` : start
}

function profileOf(patient: PatientFacts) {
  return {
    displayName: patient.displayName,
    birthDate: patient.birthDate,
    ...(patient.sex && { sex: patient.sex }),
    ...(patient.insuranceId && { insuranceId: patient.insuranceId }),
    contact: patient.contact,
  }
}

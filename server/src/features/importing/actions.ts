// One bundle is one transaction: chart, doctors, history and the journal's event stand together or not at all.
import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import { type Operation, systemOperation } from '../../security/operation.ts'
import { EnvelopeError } from '../../security/vault/index.ts'
import { insertDoctor, sealDoctor } from '../doctors/index.ts'
import { openProfiles, type PatientProfile } from '../patients/index.ts'
import type { BundleFacts, PractitionerFacts } from './facts.ts'
import { profileOf, sourceIndexOf, takeIn } from './intake.ts'
import { closedChart, mustBeTheSamePerson } from './person-rules.ts'
import { outcomeOf, type Report } from './report.ts'
import { chartIn, findChart, findDestination, findDoctors, lockImports, type StandingChart } from './store.ts'

/** The organisation that takes in what is imported. */
export type Destination = { tenantId: string; slug: string; languages: readonly string[]; timeZone: string }

/** The open organisations among these tenants, by slug. */
export async function findDestinations(keep: Keep, tenantIds: readonly string[], now: Date): Promise<Destination[]> {
  const found = await Promise.all(
    tenantIds.map(async (tenantId) => {
      const [rows] = await keep.db.peek(tenantId, now, [findDestination()])
      return rows.map(({ slug, languages, time_zone }) => ({ tenantId, slug, languages, timeZone: time_zone }))
    }),
  )
  return found.flat().toSorted((one, other) => (one.slug < other.slug ? -1 : 1))
}

/**
 * Refuses a bundle whose patient is, by source id, another person than the chart that stands, or than an earlier bundle said; writes nothing.
 * `seen` keeps what the bundles of one import said: keyed digest of the source id → birth date.
 */
export async function checkBundle(
  keep: Keep,
  { tenantId }: Destination,
  now: Date,
  { patient }: BundleFacts,
  seen: Map<string, string>,
): Promise<void> {
  const sourceIndex = await sourceIndexOf(keep, tenantId, 'patient', patient.sourceId)
  const [[row]] = await keep.db.peek(tenantId, now, [findChart(sourceIndex)])
  if (row) mustBeTheSamePerson(await openChart(keep, tenantId, chartIn(row)), patient)
  const said = seen.get(sourceIndex.toString('hex'))
  if (said !== undefined) mustBeTheSamePerson({ birthDate: said }, patient)
  seen.set(sourceIndex.toString('hex'), patient.birthDate)
}

/**
 * Takes a bundle in. What stands by its source id is left as it is: the chart's profile, entries, doctors; the rest is added.
 * Throws `BundleRefused` where the chart that stands is another person's.
 */
export async function importBundle(keep: Keep, destination: Destination, now: Date, facts: BundleFacts): Promise<Report> {
  const { tenantId } = destination
  const doctors = await indexed(keep, tenantId, facts.practitioners)
  const sourceIndex = await sourceIndexOf(keep, tenantId, 'patient', facts.patient.sourceId)
  const op = importing(tenantId, now)
  return keep.db.transact(op, async (tx) => {
    const [, [row], doctorsThere] = await tx.runAll([lockImports(), findChart(sourceIndex), findDoctors([...doctors.values()])])
    const standing = row && chartIn(row)
    const patientId = standing?.id ?? newId(now)
    op.trace.admitted('system:import', { patientIds: [patientId], resource: { type: 'patient', id: patientId } })
    const chart = standing && { ...standing, profile: await openChart(keep, tenantId, standing) }
    if (chart) mustBeTheSamePerson(chart.profile, facts.patient)
    // Made under the lock, so that of two imports at once only one makes a key, and before the row that it opens.
    else await keep.vault.createPatient(tenantId, patientId)
    const there = doctorsThere.map(({ source_index }) => source_index)
    const newcomers = [...doctors].filter(([, index]) => !there.some((known) => known.equals(index)))
    await addDoctors(tx, keep, destination, now, newcomers)
    const entries = await takeIn(tx, keep, facts, { tenantId, now, patientId, stands: chart !== undefined })
    const said = profileOf(facts.patient)
    const taken = entries.map(({ kind, sourceId }) => ({ kind, sourceId }))
    await traceChange(keep, op, { of: { type: 'patient', id: patientId }, after: { ...(chart ? {} : { profile: said }), entries: taken } })
    const differs = chart !== undefined && !(chart.language === facts.patient.language && isDeepStrictEqual(chart.profile, said))
    return outcomeOf(facts, { patient: chart ? (differs ? 'differs' : 'stands') : 'new', practitioners: newcomers.length, entries })
  })
}

function importing(tenantId: string, now: Date): Operation {
  return systemOperation(tenantId, 'import', 'system.imported', now)
}

async function openChart(keep: Keep, tenantId: string, { id, profile }: StandingChart): Promise<PatientProfile | undefined> {
  const opening = openProfiles(keep, tenantId, [{ patientId: id, profile }])
  const [opened] = await opening.catch((cause: unknown) => {
    if (cause instanceof EnvelopeError) throw closedChart()
    throw cause
  })
  return opened
}

async function indexed(keep: Keep, tenantId: string, people: readonly PractitionerFacts[]): Promise<Map<PractitionerFacts, Buffer>> {
  const indexes = await Promise.all(
    people.map(async (person) => [person, await sourceIndexOf(keep, tenantId, 'doctor', person.sourceId)] as const),
  )
  return new Map(indexes)
}

/** Doctors as the organisation's directory knows them: they speak its languages, and have no hours and no signing key until they are given some. */
async function addDoctors(
  tx: Transaction,
  keep: Keep,
  { tenantId, languages, timeZone }: Destination,
  now: Date,
  newcomers: readonly (readonly [PractitionerFacts, Buffer])[],
): Promise<void> {
  const rows = await Promise.all(
    newcomers.map(async ([{ displayName, specialties }, sourceIndex]) => {
      const id = newId(now)
      const profile = await sealDoctor(keep, tenantId, id, { displayName })
      return insertDoctor({ id, sourceIndex, languages, specialties, timeZone, profile }, now)
    }),
  )
  await tx.runAll(rows)
}

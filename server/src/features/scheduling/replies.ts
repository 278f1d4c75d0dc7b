import type { Reply } from '@wardkeep/contract'
import type { readAppointment } from '@wardkeep/contract/scheduling.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { canAccessPatientData, may, relationOf } from '../../security/permit.ts'
import { openDoctors } from '../doctors/index.ts'
import { openProfiles } from '../patients/index.ts'
import { canDo } from './course-rules.ts'
import { type Details, openChanges, openDetails } from './envelopes.ts'
import { subjectOf, type Visit } from './visit.ts'

export type Appointment = Reply<typeof readAppointment>

/** Stands for a name that the caller has no reach to any more. */
const withheld = '—'

/**
 * Visits as their reader may see them, in the order given: names where row security shows the patient, the free text of patients only to
 * who may read their chart, so neither to reception nor to a doctor whose visit was cancelled.
 */
export async function repliesTo(keep: Keep, op: Operation, visits: readonly Visit[]): Promise<Appointment[]> {
  const [doctors, patients, texts, changes] = await Promise.all([
    openDoctors(
      keep,
      op.tenantId,
      visits.map((visit) => ({ doctorId: visit.doctorId, profile: visit.doctorProfile })),
    ),
    patientNames(keep, op, visits),
    reasons(keep, op, visits),
    cancellations(keep, op, visits),
  ])
  return visits.map((visit, place) => {
    const { reason, override } = texts.get(visit.id) ?? {}
    const cancellation = changes.get(visit.id)
    return {
      id: visit.id,
      patient: { id: visit.patientId, displayName: patients.get(visit.id) ?? withheld },
      doctor: { id: visit.doctorId, displayName: doctors[place]?.displayName ?? withheld },
      start: visit.start.toISOString(),
      end: visit.end.toISOString(),
      timeZone: visit.timeZone,
      status: visit.status,
      ...(reason === undefined ? {} : { reason }),
      ...(cancellation === undefined ? {} : { cancellation }),
      ...(visit.visitType === undefined ? {} : { visitType: visit.visitType }),
      ...(override === undefined ? {} : { override: { reason: override } }),
      ...(visit.room === undefined ? {} : { room: visit.room }),
      ...(visit.replaces === undefined ? {} : { replaces: visit.replaces }),
      changeUntil: visit.changeUntil.toISOString(),
      version: visit.version,
      can: canDo(visit, (permission) => relationOf(op.actor, permission, subjectOf(visit)), op.now),
    }
  })
}

async function patientNames(keep: Keep, op: Operation, visits: readonly Visit[]): Promise<Map<string, string>> {
  const reached = visits.flatMap(({ id, patientId, patientProfile }) =>
    patientProfile ? [{ id, patientId, profile: patientProfile }] : [],
  )
  const profiles = await openProfiles(keep, op.tenantId, reached)
  return new Map(reached.map(({ id }, place) => [id, profiles[place]?.displayName ?? withheld]))
}

/** The patient's words to who reads the chart, why the rules were set aside to who may do so. */
async function reasons(keep: Keep, op: Operation, visits: readonly Visit[]): Promise<Map<string, Details>> {
  const mayReadOverride = (visit: Visit) => may(op.actor, 'appointment.override', subjectOf(visit))
  const readable = visits.filter((visit) => mayReadText(op, visit) || mayReadOverride(visit))
  const opened = await openDetails(keep, op.tenantId, readable)
  return new Map(
    readable.map((visit, place) => {
      const { reason, override } = opened[place] ?? {}
      const told = { ...(reason !== undefined && mayReadText(op, visit) && { reason }) }
      return [visit.id, { ...told, ...(override !== undefined && mayReadOverride(visit) && { override }) }]
    }),
  )
}

async function cancellations(keep: Keep, op: Operation, visits: readonly Visit[]): Promise<Map<string, Appointment['cancellation']>> {
  const cancelled = visits.flatMap((visit) => (visit.cancellation ? [{ visit, ...visit.cancellation }] : []))
  const reached = cancelled.filter(({ visit }) => visit.patientProfile !== undefined)
  const opened = await openChanges(keep, op.tenantId, reached)
  const said = new Map(reached.map(({ visit }, place) => [visit.id, opened[place]]))
  return new Map(
    cancelled.map(({ visit, reason, at }) => {
      const { note, by = withheld } = said.get(visit.id) ?? {}
      return [visit.id, { reason, by, at: at.toISOString(), ...(note !== undefined && mayReadText(op, visit) ? { note } : {}) }]
    }),
  )
}

function mayReadText(op: Operation, visit: Visit): boolean {
  return canAccessPatientData(op.actor, subjectOf(visit))
}

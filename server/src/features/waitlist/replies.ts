import type { Api, Reply } from '@wardkeep/contract'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, type Subject } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openDoctors } from '../doctors/index.ts'
import { openProfiles } from '../patients/index.ts'
import type { KindName } from '../visit-types/index.ts'
import type { EntryRow } from './entry.ts'
import { openWish } from './wish.ts'

export type Entry = Reply<Api['joinWaitlist']>

/** What the policy is asked about. */
export function subjectOf(row: { id: string; patient_id: string; acting: boolean | null }): Subject {
  const acting = { proxied: row.acting !== null, booked: row.acting === true }
  return { patientId: row.patient_id, ...acting, resource: { type: 'waitlist-entry', id: row.id } }
}

/** Requests as their reader may see them, in the order given; `kinds` are those that they can be told with. */
export async function repliesTo(keep: Keep, op: Operation, rows: readonly EntryRow[], kinds: readonly KindName[]): Promise<Entry[]> {
  const patients = await openProfiles(
    keep,
    op.tenantId,
    rows.flatMap((row) => (row.patient_profile ? [{ patientId: row.patient_id, profile: Sealed.fromDatabase(row.patient_profile) }] : [])),
  )
  const names = await doctorNames(keep, op, rows)
  const kindNames = new Map(kinds.map(({ id, name }) => [id, name]))
  const named = (id: string) => ({ id, displayName: names.get(id) ?? '' })
  return Promise.all(
    rows.map(async (row, place) => {
      const opened = await openWish(keep, { tenantId: op.tenantId, id: row.id }, Sealed.fromDatabase(row.wish))
      const { visitTypeId, ...wish } = opened ?? { weekdays: [] }
      const kind = visitTypeId && kindNames.get(visitTypeId)
      const { offer_doctor: doctor, offer_start: start, offer_end: end, offer_expires: expires, offer_zone: timeZone } = row
      const offered = doctor && start && end && expires && timeZone
      const mine = may(op.actor, 'waitlist.use', subjectOf(row))
      return {
        id: row.id,
        patient: { id: row.patient_id, displayName: patients[place]?.displayName ?? '' },
        ...(row.doctor_id && { doctor: named(row.doctor_id) }),
        ...(kind && visitTypeId && { visitType: { id: visitTypeId, name: kind } }),
        ...wish,
        from: row.from_date,
        until: row.until_date,
        askedAt: row.asked_at.toISOString(),
        state: offered ? ('offered' as const) : ('waiting' as const),
        ...(offered && {
          offer: { doctor: named(doctor), start: start.toISOString(), end: end.toISOString(), timeZone, expiresAt: expires.toISOString() },
        }),
        can: mine ? [...(offered ? ['accept', 'decline'] : []), 'leave'] : [],
      }
    }),
  )
}

async function doctorNames(keep: Keep, op: Operation, rows: readonly EntryRow[]): Promise<Map<string, string>> {
  const pairs = rows.flatMap((row) => [
    { id: row.doctor_id, profile: row.doctor_profile },
    { id: row.offer_doctor, profile: row.offer_profile },
  ])
  const sealed = pairs.flatMap(({ id, profile }) => (id && profile ? [{ doctorId: id, profile: Sealed.fromDatabase(profile) }] : []))
  const profiles = await openDoctors(keep, op.tenantId, sealed)
  return new Map(sealed.map(({ doctorId }, place) => [doctorId, profiles[place]?.displayName ?? '']))
}

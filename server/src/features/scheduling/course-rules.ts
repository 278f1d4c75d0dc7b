// The course of a visit, as one table: booked → arrived → checked-in → fulfilled, or cancelled, or nobody came. What has ended stays as it is.
import type { Permission } from '@wardkeep/contract/permissions.ts'
import { Temporal } from 'temporal-polyfill'
import { refuse } from '../../platform/refusal.ts'
import type { Relation } from '../../security/policy.ts'
import type { Visit } from './visit.ts'

type Status = Visit['status']
/** From when on a step may be taken: at any time, from the first minute of the visit's day where the doctor is, or from its start. */
type Earliest = 'always' | 'its-day' | 'its-start'
type Move = { from: Status; to: Status; permission: Permission; earliest: Earliest }

export type Step = 'arrive' | 'check-in' | 'complete' | 'no-show'
export const steps: Readonly<Record<Step, Move>> = {
  arrive: { from: 'booked', to: 'arrived', permission: 'appointment.receive', earliest: 'its-day' },
  'check-in': { from: 'arrived', to: 'checked-in', permission: 'appointment.receive', earliest: 'always' },
  complete: { from: 'checked-in', to: 'fulfilled', permission: 'appointment.complete', earliest: 'always' },
  'no-show': { from: 'booked', to: 'noshow', permission: 'appointment.receive', earliest: 'its-start' },
}
const named: readonly Step[] = ['arrive', 'check-in', 'complete', 'no-show']
const closed: readonly Status[] = ['fulfilled', 'cancelled', 'noshow']

/** Refuses a step that the visit is not at, and one whose time has not come. */
export function mustBeAt(visit: Visit, step: Step, now: Date): void {
  const { from, earliest } = steps[step]
  mustBeIn(visit, from)
  if (now < earliestOf(visit, earliest)) refuse('TOO_EARLY')
}

export function mustBeOpen({ status }: Visit): void {
  if (closed.includes(status)) refuse('APPOINTMENT_CLOSED')
}

/** What nobody has come to yet can be moved. */
export function mustBeBooked(visit: Visit): void {
  mustBeIn(visit, 'booked')
}

/** A patient gives notice, and so does who acts for one; who runs the calendar may cancel and move until the visit is over. */
export function mustBeEarlyEnough(visit: Visit, relation: Relation, now: Date): void {
  if (!isEarlyEnough(visit, relation, now)) refuse('TOO_LATE_TO_CANCEL')
}

/** What may be done next by a caller to whom the policy grants a permission by the relation told, or not at all. */
export function canDo(visit: Visit, granted: (permission: Permission) => Relation | undefined, now: Date): string[] {
  const timely = (permission: Permission) => {
    const relation = granted(permission)
    return relation !== undefined && isEarlyEnough(visit, relation, now)
  }
  return [
    ...(!closed.includes(visit.status) && timely('appointment.cancel') ? ['cancel'] : []),
    ...(visit.status === 'booked' && timely('appointment.reschedule') ? ['reschedule'] : []),
    ...named.filter((step) => {
      const { from, permission, earliest } = steps[step]
      return visit.status === from && now >= earliestOf(visit, earliest) && granted(permission) !== undefined
    }),
  ]
}

function mustBeIn(visit: Visit, status: Status): void {
  mustBeOpen(visit)
  if (visit.status !== status) refuse('OUT_OF_TURN')
}

function isEarlyEnough({ changeUntil, end, status }: Visit, relation: Relation, now: Date): boolean {
  const gives = relation === 'self' || relation === 'booker'
  return gives ? status === 'booked' && now <= changeUntil : now < end
}

function earliestOf({ start, timeZone }: Visit, earliest: Earliest): Date {
  if (earliest === 'its-start') return start
  if (earliest === 'always') return new Date(0)
  const there = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(there.startOfDay().epochMilliseconds)
}

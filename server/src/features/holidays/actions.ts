import type { Api, Input, Reply } from '@wardkeep/contract'
import { calendarReasons } from '@wardkeep/contract/doctors.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { closedTime, dateIn, mustBeDays } from './rules.ts'
import { countVisits, deleteHoliday, findHoliday, findTimeZone, insertHoliday, listHolidays } from './store.ts'

const dayMs = 86_400_000

/** Today's and those to come. */
export function list(keep: Keep, op: Operation): Promise<Reply<Api['listHolidays']>> {
  const yesterday = new Date(op.now.getTime() - dayMs).toISOString().slice(0, 10)
  return keep.db.read(op, [findTimeZone(), listHolidays(yesterday)], ([[zone], holidays]) => {
    const { time_zone: timeZone } = zone ?? refuse('NOT_FOUND')
    const today = dateIn(op.now, timeZone)
    const items = holidays.filter(({ until }) => until >= today)
    Permit.askAll(op, 'slots.read', items.map(subjectOf))
    return { timeZone, items }
  })
}

/** Closes the clinic for some days. What is booked in them stays booked and is counted, for somebody has to call. */
export function add(keep: Keep, op: Operation, { body }: Input<Api['addHoliday']>): Promise<Reply<Api['addHoliday']>> {
  return keep.db.transact(op, async (tx) => {
    const holiday = { id: newId(op.now), ...body }
    const permit = Permit.ask(op, 'holiday.manage', subjectOf(holiday))
    const [zone] = await tx.run(findTimeZone())
    const { time_zone: timeZone } = zone ?? refuse('NOT_FOUND')
    mustBeDays(body, dateIn(op.now, timeZone))
    const [[made], [booked]] = await tx.runAll([insertHoliday(permit, holiday), countVisits(closedTime(body, timeZone))])
    if (made === undefined) return refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: calendarReasons.overHoliday }] })
    await traceChange(keep, op, { of: { type: 'holiday', id: holiday.id }, after: holiday })
    return { ...holiday, visits: booked?.visits ?? 0 }
  })
}

export function remove(keep: Keep, op: Operation, { params }: Input<Api['removeHoliday']>): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    const [holiday = refuse('NOT_FOUND')] = await tx.run(findHoliday(params.id))
    const permit = Permit.ask(op, 'holiday.manage', subjectOf(holiday))
    const [removed] = await tx.run(deleteHoliday(permit, holiday.id))
    if (removed === undefined) return refuse('NOT_FOUND')
    await traceChange(keep, op, { of: { type: 'holiday', id: holiday.id }, before: holiday })
    return null
  })
}

function subjectOf({ id }: { id: string }) {
  return { resource: { type: 'holiday', id } }
}

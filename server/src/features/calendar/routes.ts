import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { CalendarKeep } from './calendar-keep.ts'
import { endFeed, makeFeed, readFeed } from './feed-actions.ts'
import { readFile } from './file-actions.ts'
import { readByAddress } from './reading-actions.ts'

export function calendarRoutes(door: Door, keep: CalendarKeep): void {
  serve(door, api.readCalendarFile, async (op, { params }, reply) => {
    const file = await readFile(keep, op, params.id)
    reply.header('Content-Disposition', 'attachment; filename="appointment.ics"')
    return file
  })
  serve(door, api.readCalendarFeed, (op) => readFeed(keep, op))
  serve(door, api.makeCalendarFeed, (op) => makeFeed(keep, op))
  serve(door, api.endCalendarFeed, (op) => endFeed(keep, op))
  serve(door, api.calendarFeed, (op, { params }) => readByAddress(keep, op, params.token))
}

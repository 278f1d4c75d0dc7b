import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { findVisit, subjectOf, visitIn } from '../scheduling/index.ts'
import type { CalendarKeep } from './calendar-keep.ts'
import { ownLanguage } from './feed-store.ts'
import { fileOf } from './icalendar.ts'

/** One visit as a file, in the caller's language. Who may read the visit may take it. */
export async function readFile(keep: CalendarKeep, op: Operation, id: string): Promise<string> {
  const { visit, language } = await keep.db.read(op, [findVisit(id), ownLanguage()], ([[row], [reader]]) => {
    const visit = visitIn(row ?? refuse('NOT_FOUND'))
    Permit.ask(op, 'appointment.read', subjectOf(visit))
    return { visit, language: reader?.language ?? 'en' }
  })
  const { start, end, status, version } = visit
  const entry = { id: visit.id, start, end, version, cancelled: status === 'cancelled' }
  return fileOf(entry, { language, publicUrl: keep.publicUrl, now: op.now })
}

import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { Sealed } from '../../security/vault/index.ts'
import { forStranger, openAccount } from '../identity/index.ts'
import type { CalendarKeep } from './calendar-keep.ts'
import { type EntryRow, findFeed, findReader, listEntries } from './feed-store.ts'
import { feedOf } from './icalendar.ts'
import { windowAt } from './window-rules.ts'

/**
 * The visits of whoever made the address, without a sign-in: when they are, and nothing else. An address that is none, has been replaced or
 * ended, or whose account or organisation no longer stands, is NOT_FOUND; its event names nobody.
 */
export async function readByAddress(keep: CalendarKeep, op: Operation, token: string): Promise<string> {
  const reader = await forStranger(keep, op, () => readerOf(keep, op, token))
  const { tenantId, userId, role, name, patientId, doctorId, language } = reader
  op.trace.by = { tenantId, userId, role, name, ...(patientId && { patientId }) }
  const window = windowAt(op.now)
  const rows = await keep.db.read(
    op.asSystem(tenantId, 'calendar-feed'),
    [...(patientId ? [listEntries('patient', patientId, window)] : []), ...(doctorId ? [listEntries('doctor', doctorId, window)] : [])],
    (lists) => {
      const found = lists.flat()
      op.trace.admitted('public:calendar-feed', {
        patientIds: found.map(({ patient_id }) => patient_id),
        resource: { type: 'user', id: userId },
      })
      return found
    },
  )
  return feedOf(rows.map(entryIn), { language, publicUrl: keep.publicUrl, now: op.now })
}

type Reader = {
  tenantId: string
  userId: string
  role: string
  name: string
  language: string
  patientId: string | undefined
  doctorId: string | undefined
}

async function readerOf(keep: CalendarKeep, op: Operation, token: string): Promise<Reader> {
  const [[feed] = []] = await keep.db.locators.runAll([findFeed(keep.secrets.hash(token))])
  const { tenant_id: tenantId, user_id: userId } = feed ?? refuse('NOT_FOUND')
  const [[row]] = await keep.db.peek(tenantId, op.now, [findReader(userId)])
  const { role, profile, language, patient_id, doctor_id } = row ?? refuse('NOT_FOUND')
  const { displayName } = await openAccount(keep, { tenantId, userId }, Sealed.fromDatabase(profile))
  return {
    tenantId,
    userId,
    role,
    name: displayName,
    language,
    patientId: patient_id ?? undefined,
    doctorId: doctor_id ?? undefined,
  }
}

function entryIn({ id, start, end, status, version }: EntryRow) {
  return { id, start, end, version, cancelled: status === 'cancelled' }
}

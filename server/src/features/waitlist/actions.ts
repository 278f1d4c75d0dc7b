import type { Api, Input, Reply } from '@wardkeep/contract'
import { waitlistLimits } from '@wardkeep/contract/waitlist.ts'
import { newId } from '../../platform/ids.ts'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { findDoctor, mustOffer } from '../doctors/index.ts'
import type { MailKeep } from '../mail/index.ts'
import { findPatient } from '../patients/index.ts'
import { findKind, findOffered, listKindNames } from '../visit-types/index.ts'
import { passOn } from './offering-actions.ts'
import { type Entry, repliesTo, subjectOf } from './replies.ts'
import { mustBeWish } from './rules.ts'
import { endEntry, findEntry, findSettings, insertEntry, listEntries, lockEntry, lockWaiting } from './store.ts'
import { sealWish } from './wish.ts'

type Body = Input<Api['joinWaitlist']>['body']

/** A patient's own requests, those of one for whom the caller acts, or for who runs the calendar the whole line. */
export async function list(keep: Keep, op: Operation, query: Input<Api['listWaitlist']>['query']): Promise<Reply<Api['listWaitlist']>> {
  const page = pageByTime(query)
  const asked = query.patientId ?? op.actor.actingFor ?? op.actor.patientId
  const statements = [
    listEntries({ now: op.now, patientId: asked, after: page.after, rows: page.rows }),
    findPatient(asked ?? '00000000-0000-0000-0000-000000000000'),
    listKindNames(),
  ] as const
  const { rows, kinds } = await keep.db.read(op, statements, ([found, [patient], kinds]) => {
    if (asked !== undefined) {
      const { id, acting } = patient ?? refuse('NOT_FOUND')
      Permit.ask(op, 'waitlist.read', { patientId: id, proxied: acting !== null, booked: acting === true })
      for (const row of cut(found, page).shown) Permit.ask(op, 'waitlist.read', subjectOf(row))
      op.trace.resource = { type: 'patient', id }
      return { rows: found, kinds }
    }
    Permit.askAll(op, 'waitlist.read', cut(found, page).shown.map(subjectOf))
    return { rows: found, kinds }
  })
  const { shown, last } = cut(rows, page)
  return { items: await repliesTo(keep, op, shown, kinds), next: nextByTime(last && { at: last.asked_at, id: last.id }) }
}

/** Puts a patient at the end of the line. Refuses ALREADY_WAITING for the same doctor twice, and for more than ten requests. */
export async function join(keep: Keep, op: Operation, body: Body): Promise<Entry> {
  const forWhom =
    body.patientId ??
    op.actor.actingFor ??
    op.actor.patientId ??
    refuse('BAD_REQUEST', { errors: [{ field: 'patientId', reason: 'is required' }] })
  const id = newId(op.now)
  const { row, kinds } = await keep.db.transact(op, async (tx) => {
    const [[patient], [settings], [doctor], [kind], kinds] = await tx.runAll([
      findPatient(forWhom),
      findSettings(),
      findDoctor(body.doctorId ?? '00000000-0000-0000-0000-000000000000'),
      body.doctorId === undefined ? findKind(body.visitTypeId) : findOffered(body.visitTypeId, body.doctorId),
      listKindNames(),
    ])
    if (patient === undefined || settings === undefined) return refuse('NOT_FOUND')
    const { id: patientId, acting } = patient
    const resource = { type: 'waitlist-entry', id }
    const permit = Permit.ask(op, 'waitlist.use', { patientId, proxied: acting !== null, booked: acting === true, resource })
    if (body.doctorId !== undefined && doctor === undefined) return refuse('NOT_FOUND')
    const type = mustOffer(body.visitTypeId, kind)
    const { from, until, endsAt } = mustBeWish(body, settings.time_zone, op.now)
    const [, , [standing]] = await tx.runAll(lockWaiting(patientId, op.now))
    if ((standing?.waiting ?? 0) >= waitlistLimits.atOnce)
      refuse('ALREADY_WAITING', { detail: `At most ${waitlistLimits.atOnce} at a time` })
    const { specialty, language, part, weekdays = [1, 2, 3, 4, 5, 6, 7] } = body
    const wish = {
      weekdays,
      ...(specialty && { specialty }),
      ...(language && { language }),
      ...(part && { part }),
      ...(type && { visitTypeId: type.id }),
    }
    const sealed = await sealWish(keep, { tenantId: op.tenantId, patientId, id }, wish)
    const made = await tx.run(insertEntry(permit, { id, patientId, doctorId: doctor?.id, wish: sealed, from, until, endsAt }, op.now))
    if (made.length === 0) return refuse('ALREADY_WAITING')
    await traceChange(keep, op, { of: resource, after: { ...wish, from, until, ...(doctor && { doctorId: doctor.id }) } })
    const [entry] = await tx.run(findEntry(id, op.now))
    return { row: entry ?? refuse('NOT_FOUND'), kinds }
  })
  const [reply] = await repliesTo(keep, op, [row], kinds)
  return reply ?? refuse('NOT_FOUND')
}

/** Takes a request out of the line; what was offered for it goes to the next. */
export async function leave(keep: MailKeep, op: Operation, id: string): Promise<null> {
  const along: Operation[] = []
  const act = async (tx: Parameters<Parameters<Keep['db']['transact']>[1]>[0]) => {
    const [entry = refuse('NOT_FOUND')] = await tx.run(lockEntry(id, op.now))
    const permit = Permit.ask(op, 'waitlist.use', subjectOf(entry))
    if (!entry.open) return refuse('WAITING_OVER')
    await tx.run(endEntry(permit, id, 'withdrawn', op.now))
    await traceChange(keep, op, { of: { type: 'waitlist-entry', id }, before: { ending: null }, after: { ending: 'withdrawn' } })
    along.push(...(await passOn(tx, keep, op, id, 'withdrawn')))
    return null
  }
  return keep.db.transact(op, act, [], along)
}

import type { Api, Input, Reply } from '@wardkeep/contract'
import { newId } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { endCare, openCare } from '../../security/care-store.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { findDoctor, openDoctors } from '../doctors/index.ts'
import { findPatient, openProfiles, patientRow, subjectOf } from '../patients/index.ts'
import { canDo, mustNotHaveEnded, spanOf } from './care-team-rules.ts'
import { listAssignments, listCarers, lockPlace, reachIn, sealedIn } from './care-team-store.ts'
import { type Reach, toldOf } from './reach.ts'

type Carer = Reply<Api['assignDoctor']>

/** To which doctors a chart is or will be open, and because of what. */
export async function listOfPatient(keep: Keep, op: Operation, input: Input<Api['readCareTeam']>): Promise<Reply<Api['readCareTeam']>> {
  const { id } = input.params
  const page = pageById(input.query)
  const rows = await keep.db.read(op, [findPatient(id), listCarers(id, op.now, page.after, page.rows)], ([[patient], carers]) => {
    Permit.ask(op, 'care-team.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
    return carers
  })
  const { shown, last } = cut(rows, page)
  const profiles = await openDoctors(
    keep,
    op.tenantId,
    shown.map((row) => ({ doctorId: reachIn(row).doctorId, profile: sealedIn(row) })),
  )
  const items = shown.map((row, place) => carerOf(op, reachIn(row), profiles[place]?.displayName ?? ''))
  return { items, next: nextById(last) }
}

/** In whose care teams a doctor is. The event names the patients. */
export async function listOfDoctor(
  keep: Keep,
  op: Operation,
  input: Input<Api['listAssignments']>,
): Promise<Reply<Api['listAssignments']>> {
  const { id } = input.params
  const page = pageById(input.query)
  const rows = await keep.db.read(op, [findDoctor(id), listAssignments(id, op.now, page.after, page.rows)], ([[doctor], assignments]) => {
    const found = doctor ?? refuse('NOT_FOUND')
    Permit.askAll(
      op,
      'care-team.manage',
      cut(assignments, page).shown.map((row) => ({ patientId: row.patient_id, doctorId: found.id })),
    )
    op.trace.resource = { type: 'doctor', id: found.id }
    return assignments
  })
  const { shown, last } = cut(rows, page)
  const profiles = await openProfiles(
    keep,
    op.tenantId,
    shown.map((row) => ({ patientId: row.patient_id, profile: sealedIn(row) })),
  )
  const items = shown.map((row, place) => {
    const reach = reachIn(row)
    const patient = { id: reach.patientId, displayName: profiles[place]?.displayName ?? '' }
    return { ...toldOf(reach, op.now), patient, can: canDo(reach, true, op.now) }
  })
  return { items, next: nextById(last) }
}

/** Puts a doctor into a care team. Of all who do it at once, one does. */
export async function assign(keep: Keep, op: Operation, { params, body }: Input<Api['assignDoctor']>): Promise<Carer> {
  const { from, until } = body
  const span = spanOf({ ...(from && { from: instantIn(from, 'from') }), ...(until && { until: instantIn(until, 'until') }) }, op.now)
  const assigned = await keep.db.transact(op, async (tx) => {
    const [[patient], [doctor]] = await tx.runAll([findPatient(params.id), findDoctor(body.doctorId)])
    const chart = patientRow(patient ?? refuse('NOT_FOUND'))
    const { id: doctorId, profile } = doctor ?? refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'care-team.manage', { ...subjectOf(chart), doctorId })
    const id = newId(op.now)
    const care = { id, patientId: chart.id, doctorId, source: 'care-team' as const, sourceId: id, ...span, cause: body.cause }
    const [made] = await tx.run(openCare(permit, care))
    if (made === undefined) return refuse('ALREADY_ASSIGNED')
    const reach: Reach = { ...care, endedAt: undefined }
    await trace(keep, op, reach, { after: contentOf(reach) })
    return { reach, profile: Sealed.fromDatabase(profile) }
  })
  return withName(keep, op, assigned)
}

/** Takes a doctor out of a care team: no read that begins after this is answered is admitted by it. */
export async function end(keep: Keep, op: Operation, { params, body }: Input<Api['endAssignment']>): Promise<Carer> {
  const ended = await keep.db.transact(op, async (tx) => {
    const [[patient], [row]] = await tx.runAll([findPatient(params.id), lockPlace(params.id, params.relationId)])
    const chart = patientRow(patient ?? refuse('NOT_FOUND'))
    const reach = reachIn(row ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'care-team.manage', { ...subjectOf(chart), doctorId: reach.doctorId })
    mustNotHaveEnded(reach, op.now)
    const [, [doctor]] = await tx.runAll([endCare(permit, 'care-team', reach.sourceId, op.now, body.ending), findDoctor(reach.doctorId)])
    const over = { ...reach, endedAt: op.now }
    await trace(keep, op, over, { before: contentOf(reach), after: { ...contentOf(over), ending: body.ending } })
    return { reach: over, profile: Sealed.fromDatabase((doctor ?? refuse('NOT_FOUND')).profile) }
  })
  return withName(keep, op, ended)
}

async function withName(keep: Keep, op: Operation, { reach, profile }: { reach: Reach; profile: Sealed }): Promise<Carer> {
  const [opened] = await openDoctors(keep, op.tenantId, [{ doctorId: reach.doctorId, profile }])
  return carerOf(op, reach, opened?.displayName ?? '')
}

function carerOf(op: Operation, reach: Reach, displayName: string): Carer {
  const mayManage = may(op.actor, 'care-team.manage', { patientId: reach.patientId })
  return { ...toldOf(reach, op.now), doctor: { id: reach.doctorId, displayName }, can: canDo(reach, mayManage, op.now) }
}

type Content = { [name: string]: string | null }

function contentOf({ patientId, doctorId, from, until, endedAt, cause }: Reach): Content {
  const [ends, ended] = [until, endedAt].map((time) => time?.toISOString() ?? null)
  return { patientId, doctorId, from: from.toISOString(), until: ends ?? null, endedAt: ended ?? null, cause: cause ?? null }
}

async function trace(keep: Keep, op: Operation, reach: Reach, change: { before?: Content; after: Content }): Promise<void> {
  op.trace.resource = { type: 'care-relation', id: reach.id }
  await traceChange(keep, op, { of: op.trace.resource, ...change })
}

import type { Api, Input, Reply } from '@wardkeep/contract'
import { shownBy } from '@wardkeep/contract/audit.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import { fieldRulesFor } from '../../security/fields/policy.ts'
import { isShown, mustMayChange, shaped } from '../../security/fields/shape.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit, relationOf, type Subject } from '../../security/permit.ts'
import { joinAnyhow, mergeOnly } from '../../security/planning-store.ts'
import { type Relation, relationsFor } from '../../security/policy.ts'
import { openNote, sealNote } from './note.ts'
import { openProfiles, type PatientProfile, sealProfile } from './profile.ts'
import { isTelling, type Sought, soughtTokens } from './search-tokens.ts'
import * as store from './store.ts'
import { type DetailRow, detailRow, type PatientRow, patientRow } from './store.ts'

type Patient = Reply<Api['readPatient']>

export async function listPatients(
  keep: Keep,
  op: Operation,
  query: Input<Api['listPatients']>['query'],
): Promise<Reply<Api['listPatients']>> {
  const page = pageById(query)
  const tokens = searched(query).length > 0 ? await tokensOf(keep, op, query) : undefined
  const letters =
    tokens !== undefined && tokens.length > 1 && !isTelling(query) && relationsFor(op.actor.role, 'patient.list').includes('organisation')
  const statements = letters
    ? [mergeOnly, store.findPatientsOfLetters(tokens, page.after, page.rows), joinAnyhow]
    : [listed(op, tokens, page.after, page.rows)]
  const { shown, last } = await keep.db.read(op, statements, (all) => {
    const read = cut((all[letters ? 1 : 0] ?? []).map(patientRow), page)
    Permit.askAll(op, 'patient.list', read.shown.map(subjectOf))
    op.trace.fields = [...(shownBy['patient.listed'] ?? []), ...searched(query).map((field) => `by ${field}`)]
    return read
  })
  const profiles = await openProfiles(
    keep,
    op.tenantId,
    shown.map((row) => ({ patientId: row.id, profile: row.profile })),
  )
  const items = shown.flatMap((row, place) => {
    const profile = profiles[place]
    const relation = relationOf(op.actor, 'patient.list', subjectOf(row))
    return profile && relation ? [replyOf(op, row, profile, relation)] : []
  })
  return { items, next: nextById(last) }
}

export async function readPatient(keep: Keep, op: Operation, id: string): Promise<Patient> {
  const { row, relation } = await keep.db.read(op, [store.findDetails(id)], ([[found]]) => {
    const patient = detailRow(found ?? refuse('NOT_FOUND'))
    return { row: patient, relation: Permit.ask(op, 'patient.read', subjectOf(patient)).relation }
  })
  return withDetails(keep, op, row, relation)
}

/** All of what was asked or nothing: refuses FIELD_REFUSED where one of the fields is not the role's to change. */
export async function updatePatient(keep: Keep, op: Operation, { params, body, version }: Input<Api['updatePatient']>): Promise<Patient> {
  return keep.db.transact(op, async (tx) => {
    const [found] = await tx.run(store.lockPatient(params.id))
    const row = detailRow(found ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'patient.update', subjectOf(row))
    const rules = fieldRulesFor(op.actor.role, permit.relation)
    mustMayChange(rules, body)
    if (row.version !== version) refuse('VERSION_CONFLICT')
    const [profile = refuse('NOT_FOUND')] = await openProfiles(keep, op.tenantId, [{ patientId: row.id, profile: row.profile }])
    const note = isShown(rules, 'internalNote') ? await openNote(keep, op.tenantId, row) : undefined
    const { language = row.language, internalNote = note, ...changed } = body
    const merged = { ...profile, ...changed }
    const sealed = await sealProfile(keep, op.tenantId, row.id, merged)
    const [updated = refuse('NOT_FOUND')] = await tx.run(store.updatePatient(permit, row.id, { language, sealed }))
    if (body.internalNote !== undefined)
      await tx.run(store.keepNote(permit, row.id, await sealNote(keep, op.tenantId, row.id, body.internalNote)))
    await traceChange(keep, op, {
      of: { type: 'patient', id: row.id },
      before: { ...profile, language: row.language, ...noted(note) },
      after: { ...merged, language, ...noted(internalNote) },
    })
    op.trace.admitted(`${op.actor.role}:patient.update:${permit.relation}`, {
      fields: Object.keys(body),
      resource: { type: 'patient', id: row.id, version: updated.version },
    })
    return replyOf(op, { ...row, language, version: updated.version }, { ...merged, ...noted(internalNote) }, permit.relation)
  })
}

function listed({ actor }: Operation, tokens: readonly Buffer[] | undefined, after: string | undefined, limit: number) {
  const isDoctor = actor.doctorId !== undefined
  if (relationsFor(actor.role, 'patient.list').includes('self'))
    return tokens === undefined ? store.listPatientsOfOneself(after, limit) : store.findPatientsOfOneself(tokens, after, limit)
  if (tokens === undefined) return isDoctor ? store.listPatientsInCare(after, limit) : store.listPatients(after, limit)
  return isDoctor ? store.findPatientsInCare(tokens, after, limit) : store.findPatients(tokens, after, limit)
}

async function tokensOf(keep: Keep, op: Operation, sought: Sought): Promise<Buffer[]> {
  const tokens = await soughtTokens(keep, op.tenantId, sought)
  if (tokens.length > 0) return tokens
  return refuse('BAD_REQUEST', { errors: searched(sought).map((field) => ({ field, reason: 'has no letter or digit to look for' })) })
}

/** By what was looked for, as the journal keeps it: never the words themselves. */
function searched(sought: Sought): string[] {
  return (['name', 'insuranceId'] as const).filter((field) => sought[field] !== undefined)
}

/** Who the patient is, for the statement of another feature that has read the row under row security. */
export function subjectOf(row: { id: string; assigned: boolean; emergency: boolean; acting: boolean | null; version?: number }): Subject {
  return {
    patientId: row.id,
    assigned: row.assigned,
    emergency: row.emergency,
    proxied: row.acting !== null,
    booked: row.acting === true,
    resource: { type: 'patient', id: row.id, ...(row.version === undefined ? {} : { version: row.version }) },
  }
}

/** What the rules hide from the reader is not opened. */
async function withDetails(keep: Keep, op: Operation, row: DetailRow, relation: Relation): Promise<Patient> {
  const isRead = isShown(fieldRulesFor(op.actor.role, relation), 'internalNote')
  const [[profile = refuse('NOT_FOUND')], note] = await Promise.all([
    openProfiles(keep, op.tenantId, [{ patientId: row.id, profile: row.profile }]),
    isRead ? openNote(keep, op.tenantId, row) : undefined,
  ])
  return replyOf(op, row, { ...profile, ...noted(note) }, relation)
}

function noted(internalNote: string | undefined): { internalNote?: string } {
  return internalNote ? { internalNote } : {}
}

function replyOf(op: Operation, row: PatientRow, profile: PatientProfile & { internalNote?: string }, relation: Relation): Patient {
  const subject = subjectOf(row)
  const can = (
    [
      'patient.update',
      'history.read',
      'access-log.read',
      'record.list',
      'record.write',
      'care-team.read',
      'care-team.manage',
      'appointment.book',
      'proxy.read',
      'proxy.link',
      'membership.read',
      'legacy.read',
    ] as const
  ).filter((permission) =>
    may(op.actor, permission, { ...subject, ...(op.actor.doctorId && row.assigned ? { authorId: op.actor.doctorId } : {}) }),
  )
  const told = row.emergency
    ? 'emergency'
    : relation === 'self' || relation === 'assigned' || relation === 'proxy'
      ? relation
      : 'organisation'
  const rules = fieldRulesFor(op.actor.role, relation)
  return { id: row.id, ...shaped(rules, { ...profile, language: row.language }), relation: told, version: row.version, can }
}

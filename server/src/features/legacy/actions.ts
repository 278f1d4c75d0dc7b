// What the system before called a person is a word to search by: it links nothing. Staff who verified a patient do, once. [A119][A9]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { Value } from 'typebox/value'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit, type Subject } from '../../security/permit.ts'
import { wasFoundMember } from '../partners/index.ts'
import { findPatient, patientRow, subjectOf as patientSubject } from '../patients/index.ts'
import { LegacyContent, legacyPlace } from './legacy-case.ts'
import { type CaseRow, caseRow, findCase, insertLink, listCases, listCasesOf, listCasesOfPatient } from './store.ts'

type Told = Reply<Api['linkLegacyCase']>

export async function list(
  keep: Keep,
  op: Operation,
  query: Input<Api['listLegacyCases']>['query'],
): Promise<Reply<Api['listLegacyCases']>> {
  const page = pageByTime(query)
  const label = query.label === undefined ? undefined : await keep.vault.blindIndex({ tenantId: op.tenantId }, 'legacy-label', query.label)
  const asked = label ? listCasesOf(label, page.after, page.rows) : listCases(page.after, page.rows)
  const { shown, last } = await keep.db.read(op, [asked], ([rows]) => {
    const found = cut(rows.map(caseRow), page)
    Permit.askAll(op, 'legacy.list', found.shown.map(subjectOf))
    return found
  })
  return { items: await toldAll(keep, op, shown), next: nextByTime(last && { at: last.submitted_at, id: last.id }) }
}

/** Refuses NOT_FOUND where the chart is not open to the caller. */
export async function listOf(
  keep: Keep,
  op: Operation,
  { params, query }: Input<Api['listLegacyCasesOf']>,
): Promise<Reply<Api['listLegacyCasesOf']>> {
  const page = pageByTime(query)
  const asked = [findPatient(params.id), listCasesOfPatient(params.id, page.after, page.rows)] as const
  const { shown, last } = await keep.db.read(op, asked, ([[patient], rows]) => {
    Permit.ask(op, 'legacy.read', patientSubject(patientRow(patient ?? refuse('NOT_FOUND'))))
    return cut(rows.map(caseRow), page)
  })
  return { items: await toldAll(keep, op, shown), next: nextByTime(last && { at: last.submitted_at, id: last.id }) }
}

export async function read(keep: Keep, op: Operation, id: string): Promise<Reply<Api['readLegacyCase']>> {
  const { row, relation } = await keep.db.read(op, [findCase(id)], ([[found]]) => {
    const one = caseRow(found ?? refuse('NOT_FOUND'))
    return { row: one, relation: Permit.ask(op, 'legacy.read', subjectOf(one)).relation }
  })
  const content = await opened(keep, op.tenantId, row)
  const { text, answer, status, other } = content
  return {
    ...told(op, row, content),
    ...(text !== undefined && { text }),
    ...(answer !== undefined && { answer }),
    ...(status !== undefined && { status }),
    other: relation === 'self' || relation === 'proxy' ? [] : other,
  }
}

/** Refuses NOT_FOUND, LEGACY_LINKED, and LEGACY_UNVERIFIED where a member check is named that was never answered so. */
export async function link(keep: Keep, op: Operation, id: string, body: Input<Api['linkLegacyCase']>['body']): Promise<Told> {
  const row = await keep.db.transact(op, async (tx) => {
    const [[found], [chart], [member]] = await tx.runAll([findCase(id), findPatient(body.patientId), wasFoundMember(body.patientId)])
    const standing = caseRow(found ?? refuse('NOT_FOUND'))
    const patient = patientRow(chart ?? refuse('NOT_FOUND'))
    Permit.ask(op, 'legacy.list', subjectOf(standing))
    const resource = { type: 'legacy-case', id: standing.id }
    const permit = Permit.ask(op, 'legacy.link', { ...patientSubject(patient), resource })
    if (body.evidence === 'member-check' && member === undefined) return refuse('LEGACY_UNVERIFIED')
    const [linked] = await tx.run(insertLink(permit, { caseId: standing.id, patientId: patient.id, evidence: body.evidence }, op.now))
    if (linked === undefined) return refuse('LEGACY_LINKED')
    await traceChange(keep, op, { of: resource, after: { patientId: patient.id, evidence: body.evidence } })
    return { ...standing, patient_id: patient.id, evidence: body.evidence, by_user: op.actor.userId ?? null, linked_at: op.now }
  })
  return told(op, row, await opened(keep, op.tenantId, row))
}

function subjectOf({ id, patient_id: patientId, assigned, emergency, proxied }: CaseRow): Subject {
  return { ...(patientId && { patientId }), assigned, emergency, proxied, resource: { type: 'legacy-case', id } }
}

async function toldAll(keep: Keep, op: Operation, rows: readonly CaseRow[]): Promise<Told[]> {
  return Promise.all(rows.map(async (row) => told(op, row, await opened(keep, op.tenantId, row))))
}

async function opened(keep: Keep, tenantId: string, { id, content }: CaseRow): Promise<LegacyContent> {
  const place = legacyPlace(tenantId, id, 'content')
  return Value.Parse(LegacyContent, keep.vault.openNow(place, content) ?? (await keep.vault.open(place, content)))
}

function told(op: Operation, row: CaseRow, { userId, userIdentifier, title }: LegacyContent): Told {
  const { patient_id: patientId, evidence, by_user: by, linked_at: at } = row
  const links = may(op.actor, 'legacy.link', subjectOf(row))
  const link = patientId && evidence && by && at ? { patientId, evidence, ...(links && { by }), at: at.toISOString() } : undefined
  return {
    id: row.id,
    submittedAt: row.submitted_at.toISOString(),
    ...(userId !== undefined && { userId }),
    ...(userIdentifier !== undefined && { userIdentifier }),
    ...(row.vendor_id && { vendorId: row.vendor_id }),
    ...(title !== undefined && { title }),
    ...(link && { link }),
    can: link === undefined && links ? ['link'] : [],
  }
}

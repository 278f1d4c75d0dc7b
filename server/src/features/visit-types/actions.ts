import type { Api, Input, Reply } from '@wardkeep/contract'
import { newId } from '../../platform/ids.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import { findVisitType, insertVisitType, listVisitTypes, lockVisitType, type NewVisitType, replaceVisitType, visitTypeIn } from './store.ts'
import type { VisitType } from './visit-type.ts'

type Told = Reply<Api['changeVisitType']>
type Asked = Input<Api['addVisitType']>['body']

/** What can be booked, or what a doctor offers of it; who manages it also sees what no longer can. */
export function list(keep: Keep, op: Operation, { query }: Input<Api['listVisitTypes']>): Promise<Reply<Api['listVisitTypes']>> {
  const page = { ...pageById(query), doctorId: query.doctorId, inactive: may(op.actor, 'visit-type.manage', {}) }
  return keep.db.read(op, [listVisitTypes(page)], ([rows]) => {
    const { shown, last } = cut(rows.map(visitTypeIn), page)
    Permit.askAll(op, 'slots.read', shown.map(subjectOf))
    return { items: shown.map(told), next: nextById(last) }
  })
}

/** Refuses NOT_FOUND where one who shall offer it is no doctor of the organisation. */
export function add(keep: Keep, op: Operation, { body }: Input<Api['addVisitType']>): Promise<Told> {
  return keep.db.transact(op, async (tx) => {
    const type = typeOf(newId(op.now), body)
    const permit = Permit.ask(op, 'visit-type.manage', subjectOf({ ...type, version: 1 }))
    const [, , [made]] = await tx.runAll([...insertVisitType(permit, type, op.now), findVisitType(type.id)])
    const added = visitTypeIn(made ?? refuse('NOT_FOUND'))
    mustHaveDoctors(added, type)
    await traceChange(keep, op, { of: subjectOf(added).resource, after: told(added) })
    return told(added)
  })
}

/** Refuses NOT_FOUND and VERSION_CONFLICT. What is booked stays as it was booked. */
export function change(keep: Keep, op: Operation, { params, version, body }: Input<Api['changeVisitType']>): Promise<Told> {
  return keep.db.transact(op, async (tx) => {
    const [, [row]] = await tx.runAll([lockVisitType(params.id), findVisitType(params.id)])
    const standing = visitTypeIn(row ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'visit-type.manage', subjectOf({ ...standing, version: version + 1 }))
    if (standing.version !== version) return refuse('VERSION_CONFLICT')
    const type = typeOf(standing.id, body)
    const [, , , [changed]] = await tx.runAll([...replaceVisitType(permit, type), findVisitType(standing.id)])
    const after = visitTypeIn(changed ?? refuse('NOT_FOUND'))
    mustHaveDoctors(after, type)
    await traceChange(keep, op, { of: { type: 'visit-type', id: standing.id }, before: told(standing), after: told(after) })
    return told(after)
  })
}

function subjectOf({ id, version }: { id: string; version: number }) {
  return { resource: { type: 'visit-type', id, version } }
}

function mustHaveDoctors(stored: VisitType, wanted: NewVisitType): void {
  if (stored.doctorIds.length < wanted.doctorIds.length) refuse('NOT_FOUND')
}

function typeOf(id: string, { dailyCap, languages, doctorIds, ...rest }: Asked): NewVisitType {
  return {
    id,
    ...rest,
    dailyCap: dailyCap ?? null,
    languages: languages ?? [],
    everyDoctor: doctorIds === undefined,
    doctorIds: [...new Set(doctorIds?.map((doctorId) => doctorId.toLowerCase()))],
  }
}

function told(type: VisitType): Told {
  const { id, name, minutes, bufferBefore, bufferAfter, modality, noticeMinutes, horizonDays, active, version } = type
  return {
    ...{ id, name, minutes, bufferBefore, bufferAfter, modality, noticeMinutes, horizonDays },
    ...(type.dailyCap === null ? {} : { dailyCap: type.dailyCap }),
    ...(type.languages.length === 0 ? {} : { languages: [...type.languages] }),
    ...(type.everyDoctor ? {} : { doctorIds: [...type.doctorIds] }),
    active,
    version,
  }
}

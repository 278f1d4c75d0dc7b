import type { Api, Input, Reply } from '@wardkeep/contract'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { idBorder } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { planAsBefore, planForValues } from '../../security/planning-store.ts'
import { EnvelopeError } from '../../security/vault/index.ts'
import type { ExportFilters } from './export-part.ts'
import { chartExists, type EventRow, eventRow, type Filter, listEvents as list } from './store.ts'

export type Event = Reply<Api['listEvents']>['items'][number]
type Seen = Reply<Api['readAccessLog']>['items'][number]

export async function listEvents(keep: Keep, op: Operation, query: Input<Api['listEvents']>['query']): Promise<Reply<Api['listEvents']>> {
  const { size, after } = pageById(query)
  const { items, last } = await findEvents(keep, op, query, { size, after })
  return { items, next: nextById(last) }
}

/** At most `size` events of the caller's organisation, newest first, of those behind `after`; the last of them where more follow. */
export async function findEvents(
  keep: Keep,
  op: Operation,
  query: ExportFilters,
  { size, after }: { size: number; after: string | undefined },
): Promise<{ items: Event[]; last: { id: string } | undefined }> {
  const addressIndex =
    query.address === undefined ? undefined : await keep.vault.blindIndex({ tenantId: op.tenantId }, 'address', query.address)
  const { actor, patient, action, outcome, requestId } = query
  const filter: Filter = { ...window(query, after), actor, patient, action, outcome, requestId, addressIndex }
  // What one value is common for is rare for another, and a plan for every value would walk the whole journal for the rare; a patient's events are found in one way alone.
  const planned = patient === undefined
  const statements = planned ? [planForValues, list(filter, size + 1), planAsBefore] : [list(filter, size + 1)]
  const rows = await keep.db.readJournal(op, statements, (all) => {
    const events = all[planned ? 1 : 0] ?? []
    Permit.ask(op, 'journal.read', {})
    op.trace.admitted(`${op.actor.role}:journal.read:organisation`, { patientIds: query.patient === undefined ? [] : [query.patient] })
    return events.map(eventRow)
  })
  const { shown, last } = cut(rows, { size })
  const people = await openPeople(keep, op.tenantId, shown)
  return { items: shown.map((row, place) => eventOf(row, people[place] ?? unknown)), last }
}

export async function readAccessLog(keep: Keep, op: Operation, input: Input<Api['readAccessLog']>): Promise<Reply<Api['readAccessLog']>> {
  const { params, query } = input
  const { size, after } = pageById(query)
  const filter: Filter = { ...window(query, after), patient: params.id, outcome: 'allowed' }
  const rows = await keep.db.readJournal(op, [chartExists(params.id), list(filter, size + 1)], ([[chart], events]) => {
    const { id, proxied } = chart ?? refuse('NOT_FOUND')
    Permit.ask(op, 'access-log.read', { patientId: id, proxied, resource: { type: 'patient', id } })
    return events.map(eventRow)
  })
  const { shown, last } = cut(rows, { size })
  const people = await openPeople(keep, op.tenantId, shown)
  return { items: shown.map((row, place) => seenOf(row, people[place] ?? unknown)), next: nextById(last) }
}

/** Who an event was: sealed under their own key. Where that key was destroyed, nobody can tell any more, and the rest of the event stands. */
const Person = Type.Object({ name: Type.String(), address: Type.String(), userAgent: Type.String() })
type Person = Type.Static<typeof Person>
const unknown: Person = { name: '', address: '', userAgent: '' }

async function openPeople(keep: Keep, tenantId: string, rows: readonly EventRow[]): Promise<Person[]> {
  return Promise.all(
    rows.map(async (row) => {
      const place = { tenantId, table: 'audit_events', column: 'who', rowId: row.id }
      try {
        return Value.Parse(Person, keep.vault.openNow(place, row.who) ?? (await keep.vault.open(place, row.who)))
      } catch (cause) {
        if (cause instanceof EnvelopeError) return unknown
        throw cause
      }
    }),
  )
}

function window(query: { from?: string; to?: string }, after: string | undefined): Pick<Filter, 'fromId' | 'beforeId'> {
  const to = query.to === undefined ? undefined : idBorder(instantIn(query.to, 'to'))
  const beforeId = [after, to].filter((id) => id !== undefined).sort()[0]
  return { fromId: query.from === undefined ? undefined : idBorder(instantIn(query.from, 'from')), beforeId }
}

function eventOf(row: EventRow, person: Person): Event {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { ...(row.actor_id && { id: row.actor_id }), name: person.name, role: row.actor_role },
    via: row.via,
    ...(row.via === 'key' && row.session_id && { key: row.session_id }),
    action: row.action,
    outcome: row.outcome,
    ...(row.reason && { reason: row.reason }),
    ...(row.rule && { rule: row.rule }),
    patientIds: row.patient_ids,
    ...(row.resource_type && row.resource_id && { resource: resourceOf(row.resource_type, row.resource_id, row.resource_version) }),
    ...(row.fields && { fields: row.fields }),
    ...(row.purpose && { purpose: row.purpose }),
    ...(row.on_behalf_of && { onBehalfOf: row.on_behalf_of }),
    address: person.address,
    userAgent: person.userAgent,
    requestId: row.request_id,
    index: null,
  }
}

function resourceOf(type: string, id: string, version: number | null) {
  return { type, id, ...(version === null ? {} : { version }) }
}

/** What a patient is told: who, in which role, what, and by which relation or purpose. */
function seenOf(row: EventRow, person: Person): Seen {
  const why = row.purpose ?? row.rule?.split(':').at(-1) ?? ''
  return {
    at: row.at.toISOString(),
    who: { name: person.name, role: row.actor_role },
    why,
    what: row.action,
    ...(row.on_behalf_of && { onBehalfOf: row.on_behalf_of }),
    event: row.id,
  }
}

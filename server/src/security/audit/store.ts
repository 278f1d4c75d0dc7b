import { type Statement, sql } from '../../platform/database.ts'
import type { JournalEvent } from './event.ts'

export type SignedEvent = JournalEvent & { mac: Buffer }

/**
 * The statements that write events of any number of organisations: the border of the batch, one bulk insert, and one of the patients that they name. It is planned once: its plan is the same for every number of events, and
 * PostgreSQL, left to choose, would plan it anew each time.
 */
export function writeEvents(events: readonly SignedEvent[]): Statement[] {
  if (events.length === 0) return []
  const tenants = [...new Set(events.map((event) => event.tenantId))].join(',')
  const column = <T>(pick: (event: SignedEvent) => T): T[] => events.map(pick)
  const { bytes, starts } = bytesOf(events)
  const named = events.flatMap(({ tenantId, id, patientIds }) => [...new Set(patientIds)].map((patientId) => ({ tenantId, id, patientId })))
  return [
    sql('audit.border', `select set_config('wardkeep.batch', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)`, [
      tenants,
    ]),
    sql(
      'audit.write',
      `insert into audit_events (tenant_id, id, actor_id, actor_role, via, session_id, action, outcome, reason, rule, patient_ids,
           resource_type, resource_id, resource_version, fields, purpose, on_behalf_of, request_id, who, address_index, mac, change)
         select tenant_id, id, actor_id, actor_role, via, session_id, action, outcome, reason, rule, patient_ids::uuid[],
           resource_type, resource_id, resource_version, fields::text[], purpose, on_behalf_of, request_id,
           substring($19::bytea from at for who_length), substring($19::bytea from at + who_length + 32 for 32), substring($19::bytea from at + who_length for 32),
           nullif(substring($19::bytea from at + who_length + 64 for change_length), '')
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[],
           $10::text[], $11::text[], $12::text[], $13::uuid[], $14::integer[], $15::text[], $16::text[], $17::uuid[], $18::uuid[],
           $20::integer[], $21::integer[], $22::integer[])
           as event (tenant_id, id, actor_id, actor_role, via, session_id, action, outcome, reason, rule, patient_ids, resource_type,
             resource_id, resource_version, fields, purpose, on_behalf_of, request_id, at, who_length, change_length)
         on conflict do nothing`,
      [
        column((event) => event.tenantId),
        column((event) => event.id),
        column((event) => event.actorId),
        column((event) => event.actorRole),
        column((event) => event.via),
        column((event) => event.sessionId),
        column((event) => event.action),
        column((event) => event.outcome),
        column((event) => event.reason),
        column((event) => event.rule),
        column((event) => `{${event.patientIds.join(',')}}`),
        column((event) => event.resource?.type ?? null),
        column((event) => event.resource?.id ?? null),
        column((event) => event.resource?.version ?? null),
        column((event) => event.fields && `{${event.fields.join(',')}}`),
        column((event) => event.purpose),
        column((event) => event.onBehalfOf),
        column((event) => event.requestId),
        bytes,
        starts,
        column((event) => event.who.bytes.length),
        column((event) => event.change?.length ?? 0),
      ],
    ),
    ...(named.length === 0
      ? []
      : [
          sql(
            'audit.name-patients',
            `insert into audit_patients (tenant_id, patient_id, event_id)
             select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) on conflict do nothing`,
            [named.map(({ tenantId }) => tenantId), named.map(({ patientId }) => patientId), named.map(({ id }) => id)],
          ),
        ]),
  ]
}

/** The bytes of all events in one value, since an array of bytes is text to read for both sides: each event's envelope, HMAC, address index and change. */
function bytesOf(events: readonly SignedEvent[]): { bytes: Buffer; starts: number[] } {
  let at = 1
  const starts = events.map(({ who, change }) => {
    const start = at
    at += who.bytes.length + 64 + (change?.length ?? 0)
    return start
  })
  return {
    bytes: Buffer.concat(
      events.flatMap(({ who, mac, addressIndex, change }) => [who.bytes, mac, addressIndex, ...(change ? [change] : [])]),
    ),
    starts,
  }
}

import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import type { Signers } from '../../security/vault/index.ts'
import { create, list, read, remove, update } from './actions.ts'
import { add } from './addendum-actions.ts'
import { retract } from './retraction-actions.ts'
import { certifiers, sign, verify } from './signature-actions.ts'

export function recordRoutes(door: Door, keep: Keep, signers: Signers): void {
  serve(door, api.createRecord, (op, { body }) => create(keep, op, body))
  serve(door, api.updateRecord, (op, { params, body, version }) => update(keep, op, params.id, body, version))
  serve(door, api.listRecords, (op, { query }) => list(keep, op, query))
  serve(door, api.readRecord, (op, { params }) => read(keep, op, params.id))
  serve(door, api.signRecord, (op, { params, body }) => sign(keep, op, params.id, body.version))
  serve(door, api.verifyRecord, (op, { params, query }) => verify(keep, signers, op, params.id, query.version))
  serve(door, api.deleteRecord, (op, { params, version }) => remove(keep, op, params.id, version))
  serve(door, api.addAddendum, (op, { params, body }) => add(keep, op, params.id, body))
  serve(door, api.retractRecord, (op, { params, body }) => retract(keep, signers, op, params.id, body.reason))
  serve(door, api.signers, () => certifiers(keep))
}

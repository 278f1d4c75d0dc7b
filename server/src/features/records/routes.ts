import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import type { Signers } from '../../security/vault/index.ts'
import { create, list, read, update } from './actions.ts'
import { certifiers, sign, verify } from './signature-actions.ts'

export function recordRoutes(door: Door, keep: Keep, signers: Signers): void {
  serve(door, api.createRecord, (op, { body }) => create(keep, op, body))
  serve(door, api.updateRecord, (op, { params, body, version }) => update(keep, op, params.id, body, version))
  serve(door, api.listRecords, (op, { query }) => list(keep, op, query))
  serve(door, api.readRecord, (op, { params }) => read(keep, op, params.id))
  serve(door, api.signRecord, (op, { params, body }) => sign(keep, op, params.id, body.version))
  serve(door, api.verifyRecord, (op, { params, query }) => verify(keep, signers, op, params.id, query.version))
  serve(door, api.signers, () => certifiers(keep))
}

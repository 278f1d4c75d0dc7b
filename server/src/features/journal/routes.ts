import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import type { Signers } from '../../security/vault/index.ts'
import { listEvents, readAccessLog } from './actions.ts'
import { exportEvents } from './export-actions.ts'

export function journalRoutes(door: Door, keep: Keep, signers: Signers): void {
  serve(door, api.listEvents, (op, { query }) => listEvents(keep, op, query))
  serve(door, api.exportEvents, (op, { query }) => exportEvents(keep, signers, op, query))
  serve(door, api.readAccessLog, (op, input) => readAccessLog(keep, op, input))
}

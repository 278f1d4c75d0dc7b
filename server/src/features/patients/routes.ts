import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { listPatients, readPatient, updatePatient } from './actions.ts'
import { readHistory } from './history-actions.ts'
import { readTrends } from './trend-actions.ts'

export function patientRoutes(door: Door, keep: Keep): void {
  serve(door, api.listPatients, (op, { query }) => listPatients(keep, op, query))
  serve(door, api.readPatient, (op, { params }) => readPatient(keep, op, params.id))
  serve(door, api.updatePatient, (op, input) => updatePatient(keep, op, input))
  serve(door, api.readHistory, (op, input) => readHistory(keep, op, input))
  serve(door, api.readTrends, (op, { params }) => readTrends(keep, op, params.id))
}

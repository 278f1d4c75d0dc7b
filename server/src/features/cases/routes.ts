import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { accept, answer, close, passOn, reopen, withdraw, write } from './actions.ts'
import type { CaseKeep } from './case-keep.ts'
import { readDeadlines, setDeadlines } from './deadline-actions.ts'
import { overview, simulate } from './oversight-actions.ts'
import { setPool } from './pool-actions.ts'
import { list, read } from './reading-actions.ts'
import { submit } from './submission-actions.ts'

export function caseRoutes(door: Door, keep: CaseKeep): void {
  serve(door, api.submitCase, (op, { body }) => submit(keep, op, body))
  serve(door, api.listCases, (op, { query }) => list(keep, op, query))
  serve(door, api.readCase, (op, { params }) => read(keep, op, params.id))
  serve(door, api.writeToCase, (op, { params, body }) => write(keep, op, params.id, body.text))
  serve(door, api.acceptCase, (op, { params }) => accept(keep, op, params.id))
  serve(door, api.answerCase, (op, { params, body }) => answer(keep, op, params.id, body.text))
  serve(door, api.closeCase, (op, { params, body }) => close(keep, op, params.id, body.note))
  serve(door, api.reopenCase, (op, { params, body }) => reopen(keep, op, params.id, body.text))
  serve(door, api.withdrawCase, (op, { params, body }) => withdraw(keep, op, params.id, body.note))
  serve(door, api.passCaseOn, (op, { params, body }) => passOn(keep, op, params.id, body.note))
  serve(door, api.readCaseRouting, (op) => overview(keep, op))
  serve(door, api.setPool, (op, { params, body }) => setPool(keep, op, params.id, body.pool))
  serve(door, api.readCaseDeadlines, (op) => readDeadlines(keep, op))
  serve(door, api.setCaseDeadlines, (op, { body }) => setDeadlines(keep, op, body))
  serve(door, api.simulateRouting, (op, { body }) => simulate(keep, op, body))
}

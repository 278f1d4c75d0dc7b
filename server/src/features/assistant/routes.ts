import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { ask } from './asking-actions.ts'
import type { AssistantKeep } from './assistant-keep.ts'
import { withdrawConsent } from './consent-actions.ts'
import { accept, list, reject } from './deciding-actions.ts'
import { changeSettings, readSettings } from './settings-actions.ts'

export function assistantRoutes(door: Door, keep: AssistantKeep): void {
  serve(door, api.assistTriage, (op, { body }, _reply, _request, lines) => ask(keep, op, 'triage', body, lines))
  serve(door, api.assistSummary, (op, { body }, _reply, _request, lines) => ask(keep, op, 'summary', body, lines))
  serve(door, api.assistReply, (op, { body }, _reply, _request, lines) => ask(keep, op, 'draft-reply', body, lines))
  serve(door, api.listDrafts, (op, { params }) => list(keep, op, params.id))
  serve(door, api.acceptDraft, (op, { params, body }) => accept(keep, op, params, body.text))
  serve(door, api.rejectDraft, (op, { params }) => reject(keep, op, params))
  serve(door, api.withdrawAssistantConsent, (op, { params }) => withdrawConsent(keep, op, params.id))
  serve(door, api.readAssistant, (op) => readSettings(keep, op))
  serve(door, api.setAssistant, (op, input) => changeSettings(keep, op, input))
}

// Whoever agreed that a model outside reads their question can stop it: what was not sent yet is not sent, and what is under way is cut off. [A82]
import type { Api, Reply } from '@wardkeep/contract'
import type { Operation } from '../../security/operation.ts'
import { endAssistantConsent } from '../cases/index.ts'
import type { AssistantKeep } from './assistant-keep.ts'

export async function withdrawConsent(keep: AssistantKeep, op: Operation, id: string): Promise<Reply<Api['withdrawAssistantConsent']>> {
  const after = await endAssistantConsent(keep, op, id)
  // Whoever read the consent before this was committed has been under way since before they read it.
  keep.underWay.stop(id)
  return after
}

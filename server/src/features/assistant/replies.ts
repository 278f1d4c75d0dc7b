import type { Api, Reply } from '@wardkeep/contract'
import { DraftContent } from '@wardkeep/contract/assistant.ts'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import { Sealed } from '../../security/vault/index.ts'
import { type CaseFacts, ownerOf } from '../cases/index.ts'

export type Draft = Reply<Api['assistReply']>

/** http://terminology.hl7.org/CodeSystem/v3-ObservationValue */
export const label: Draft['label'] = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
}

/** Under the key of whoever the case is of: shredded with it. */
export function sealDraft(keep: Keep, tenantId: string, { patientId }: CaseFacts, id: string, content: DraftContent): Promise<Sealed> {
  return keep.vault.seal(ownerOf(patientId), placeOf(tenantId, id), content)
}

export type Stored = { id: string; state: Draft['state']; content: Buffer; at: Date }

export async function openDrafts(keep: Keep, tenantId: string, rows: readonly Stored[]): Promise<DraftContent[]> {
  const kept = rows.map(({ id, content }) => ({ place: placeOf(tenantId, id), sealed: Sealed.fromDatabase(content) }))
  return (await keep.vault.openMany(kept)).map((value) => Value.Parse(DraftContent, value))
}

/** `id`: missing of what is kept nowhere. */
export function tellDraft(
  content: DraftContent,
  { id, state, at }: { id?: string; state: Draft['state']; at: Date },
  can: string[],
): Draft {
  return { draft: true, ...(id !== undefined && { id }), ...content, label, state, madeAt: at.toISOString(), can }
}

function placeOf(tenantId: string, rowId: string) {
  return { tenantId, table: 'assistant_drafts', column: 'content', rowId }
}

import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { JsonValue, Sealed } from '../../security/vault/index.ts'
import { ownerOf } from './case.ts'
import { Decision } from './routing-rules.ts'

const Content = Type.Object({
  title: Type.String(),
  text: Type.String(),
  specialty: Type.Optional(Type.String()),
  externalReference: Type.Optional(Type.String()),
})
const Message = Type.Object({ text: Type.String(), by: Type.String() })
const Change = Type.Object({ by: Type.Optional(Type.String()), note: Type.Optional(Type.String()) })
export type Content = Type.Static<typeof Content>
export type Message = Type.Static<typeof Message>
export type Change = Type.Static<typeof Change>
type Of = { tenantId: string; patientId: string | undefined }
type Kept = { id: string; sealed: Sealed }

export function sealContent(keep: Keep, of: Of, id: string, content: Content): Promise<Sealed> {
  return seal(keep, of, 'cases', 'content', id, content)
}

export function sealMessage(keep: Keep, of: Of, id: string, message: Message): Promise<Sealed> {
  return seal(keep, of, 'case_messages', 'content', id, message)
}

export function sealChange(keep: Keep, of: Of, id: string, change: Change): Promise<Sealed> {
  return seal(keep, of, 'case_changes', 'details', id, change)
}

/** Of doctors and facts alone, so under the organisation's key. */
export function sealDecision(keep: Keep, tenantId: string, id: string, decision: Decision): Promise<Sealed> {
  return seal(keep, { tenantId, patientId: undefined }, 'case_decisions', 'decision', id, decision)
}

/** Each in the order given. */
export async function openContents(keep: Keep, tenantId: string, kept: readonly Kept[]): Promise<Content[]> {
  return (await open(keep, tenantId, 'cases', 'content', kept)).map((value) => Value.Parse(Content, value))
}

export async function openMessages(keep: Keep, tenantId: string, kept: readonly Kept[]): Promise<Message[]> {
  return (await open(keep, tenantId, 'case_messages', 'content', kept)).map((value) => Value.Parse(Message, value))
}

export async function openChanges(keep: Keep, tenantId: string, kept: readonly Kept[]): Promise<Change[]> {
  return (await open(keep, tenantId, 'case_changes', 'details', kept)).map((value) => Value.Parse(Change, value))
}

export async function openDecisions(keep: Keep, tenantId: string, kept: readonly Kept[]): Promise<Decision[]> {
  return (await open(keep, tenantId, 'case_decisions', 'decision', kept)).map((value) => Value.Parse(Decision, value))
}

function seal(keep: Keep, { tenantId, patientId }: Of, table: string, column: string, rowId: string, value: JsonValue): Promise<Sealed> {
  return keep.vault.seal(ownerOf(patientId), { tenantId, table, column, rowId }, value)
}

function open(keep: Keep, tenantId: string, table: string, column: string, kept: readonly Kept[]): Promise<JsonValue[]> {
  return keep.vault.openMany(kept.map(({ id, sealed }) => ({ place: { tenantId, table, column, rowId: id }, sealed })))
}

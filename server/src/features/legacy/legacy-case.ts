import { Type } from 'typebox'

/** What a case's one envelope holds: every column of the export that can speak of a person, but `user_crypt`, which has an envelope that is never opened. */
export const LegacyContent = Type.Object({
  sourceId: Type.String(),
  userId: Type.Optional(Type.String()),
  userIdentifier: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  answer: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  other: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
})
export type LegacyContent = Type.Static<typeof LegacyContent>

export function legacyPlace(tenantId: string, rowId: string, column: 'content' | 'user_crypt') {
  return { tenantId, table: 'legacy_cases', column, rowId }
}

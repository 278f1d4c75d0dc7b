import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from './keep.ts'
import { EnvelopeError, Sealed } from './vault/index.ts'

const Person = Type.Object({ displayName: Type.String(), email: Type.String() })
export type AccountName = Type.Static<typeof Person>

/** Who an account is of, by the envelope of its row; nameless where its key was destroyed. */
export async function openName(keep: Keep, tenantId: string, userId: string, profile: Buffer): Promise<AccountName> {
  const place = { tenantId, table: 'users', column: 'profile', rowId: userId }
  try {
    const { displayName, email } = Value.Parse(Person, await keep.vault.open(place, Sealed.fromDatabase(profile)))
    return { displayName, email }
  } catch (cause) {
    if (cause instanceof EnvelopeError) return { displayName: '', email: '' }
    throw cause
  }
}

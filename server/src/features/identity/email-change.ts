import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { KeyOwner, Place, Sealed } from '../../security/vault/index.ts'

/** What the one envelope of a change holds. */
export const EmailChange = Type.Object({ from: Type.String(), to: Type.String() })
export type EmailChange = Type.Static<typeof EmailChange>

type Made = { tenantId: string; id: string }

export function sealChange(keep: Keep, owner: KeyOwner, made: Made, change: EmailChange): Promise<Sealed> {
  return keep.vault.seal(owner, placeOf(made), change)
}

export async function openChange(keep: Keep, made: Made, sealed: Sealed): Promise<EmailChange> {
  return Value.Parse(EmailChange, await keep.vault.open(placeOf(made), sealed))
}

function placeOf({ tenantId, id }: Made): Place {
  return { tenantId, table: 'email_changes', column: 'content', rowId: id }
}

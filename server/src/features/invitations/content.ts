import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import type { KeyOwner, Place, Sealed } from '../../security/vault/index.ts'

/** What an invitation's one envelope holds. */
export const InvitationContent = Type.Object({
  email: Type.String(),
  displayName: Type.String(),
  /** Of a doctor, for the directory. */
  languages: Type.Optional(Type.Array(Type.String())),
  specialties: Type.Optional(Type.Array(Type.String())),
})
export type InvitationContent = Type.Static<typeof InvitationContent>

type Invited = { tenantId: string; id: string }

/** Under the key of the chart that it names, so that it ends with it; without one under the organisation's. */
export function sealInvitation(keep: Keep, invited: Invited, patientId: string | undefined, content: InvitationContent): Promise<Sealed> {
  const owner: KeyOwner = patientId === undefined ? { kind: 'tenant' } : { kind: 'patient', patientId }
  return keep.vault.seal(owner, placeOf(invited), content)
}

export async function openInvitation(keep: Keep, invited: Invited, sealed: Sealed): Promise<InvitationContent> {
  return Value.Parse(InvitationContent, await keep.vault.open(placeOf(invited), sealed))
}

function placeOf({ tenantId, id }: Invited): Place {
  return { tenantId, table: 'invitations', column: 'content', rowId: id }
}
